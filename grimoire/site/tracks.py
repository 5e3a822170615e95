"""Tracks: the checklists of a unit's index page say in which order its pages follow each other.

A page that stands in one checklist leads to what comes before and after it there, so that a reader
never changes tracks without wanting to. A page of several tracks, or of none, keeps its neighbours
of `_toc.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from grimoire.course import Course, Unit
from grimoire.directives.task import checklist


class Step(NamedTuple):
    """What a task names: a page, or a place by its label, such as that of a video."""

    page: str
    label: str
    words: str


class Track(NamedTuple):
    title: str
    steps: list[Step]

    @property
    def pages(self) -> list[str]:
        return list(dict.fromkeys(step.page for step in self.steps if step.page))

    def on_the_way(self, page: str) -> list[Step]:
        """The places that the checklist names between the page before this one and this one."""
        places: list[Step] = []
        for step in self.steps:
            if step.page == page:
                break
            places = [] if step.page else [*places, step]
        return places


class Tracks(EnvironmentCollector):
    """Keep the checklists of each page in the environment."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        all_tracks(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        found = all_tracks(other)
        all_tracks(env).update({name: found[name] for name in docnames if name in found})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        tracks = [
            Track(section_of(one)[0].astext(), list(steps_of(one)))
            for one in doctree.findall(checklist)
        ]
        if tracks:
            all_tracks(app.env)[app.env.docname] = tracks


def all_tracks(env: Any) -> dict[str, list[Track]]:
    """The tracks by the page whose checklists they are."""
    if not hasattr(env, "tracks"):
        env.tracks = {}
    tracks: dict[str, list[Track]] = env.tracks
    return tracks


def tracks_of(env: BuildEnvironment, unit: Unit) -> list[Track]:
    return all_tracks(env).get(unit.pages[0].docname, [])


def track_of(env: BuildEnvironment, unit: Unit, page: str) -> Track | None:
    """The one track that names the page, or None where none or several do."""
    found = [track for track in tracks_of(env, unit) if page in track.pages]
    return found[0] if len(found) == 1 else None


def section_of(node: nodes.Node) -> nodes.section:
    """The section that a checklist stands in; its first child is its heading."""
    while not isinstance(node, nodes.section):
        node = node.parent
    return node


def steps_of(tasks: checklist) -> Iterator[Step]:
    for link in tasks.findall(pending_xref):
        if link["refdomain"] == "doc":
            yield Step(link["reftarget"], "", "")
        elif link["reftype"] == "ref":
            yield Step("", link["reftarget"], link.astext())


def setup(app: Sphinx) -> None:
    app.add_env_collector(Tracks)
    app.connect("html-page-context", add_neighbours, priority=700)


def add_neighbours(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Tell the template what comes before and after the page on its track."""
    course: Course = app.course  # type: ignore[attr-defined]
    unit = course.unit_of(page)
    track = unit and track_of(app.env, unit, page)
    if not unit or not track:
        return
    index = unit.pages[0].docname
    way = [index, *track.pages, index]
    place = way.index(page)
    context["prev"], context["next"] = (
        link_to(context, app.env, neighbour) for neighbour in (way[place - 1], way[place + 1])
    )
    context["on_the_way"] = [
        link_to_place(context, app.env, step) for step in track.on_the_way(way[place + 1])
    ]


def link_to(context: dict[str, Any], env: BuildEnvironment, page: str) -> dict[str, str]:
    return {"link": context["pathto"](page), "title": env.titles[page].astext()}


def link_to_place(context: dict[str, Any], env: BuildEnvironment, step: Step) -> dict[str, str]:
    page, id_ = env.domaindata["std"]["anonlabels"][step.label]
    return {"link": f"{context['pathto'](page)}#{id_}", "title": step.words}
