"""The same list for machines: a software bill of materials in CycloneDX."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from grimoire.edition import Edition
from grimoire.licences.works import Work
from grimoire.names import Names

KINDS = {"Data": ComponentType.DATA, "Letters and formulas": ComponentType.FILE}
"""What the works of a group are; those of the others are libraries."""


def bill(works: tuple[Work, ...], names: Names, edition: Edition) -> str:
    """The bill as JSON: the same sources give the same text."""
    course = Component(
        name=names.title,
        version=edition.version or None,
        type=ComponentType.APPLICATION,
        bom_ref="course",
        supplier=OrganizationalEntity(name=names.author),
        external_references=[reference(names.repository, ExternalReferenceType.VCS)],
    )
    components = [component(work) for work in works]
    bom = Bom(
        components=components,
        metadata=BomMetaData(component=course, timestamp=edition.time),
        serial_number=uuid5(NAMESPACE_URL, f"{names.site} {edition} {works}"),
    )
    bom.register_dependency(course, components)
    return JsonV1Dot6(bom).output_as_string(indent=2) + "\n"


def component(work: Work) -> Component:
    return Component(
        name=work.name,
        version=work.version or None,
        type=KINDS.get(work.group, ComponentType.LIBRARY),
        bom_ref=work.name,
        description=work.use,
        supplier=OrganizationalEntity(name=work.by),
        licenses=[LicenseFactory().make_from_string(work.licence)],
        purl=PackageURL.from_string(work.package) if work.package else None,
        external_references=[reference(work.home, ExternalReferenceType.WEBSITE)],
    )


def reference(address: str, kind: ExternalReferenceType) -> ExternalReference:
    return ExternalReference(type=kind, url=XsUri(address))
