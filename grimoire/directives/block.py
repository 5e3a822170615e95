"""What all teaching blocks share: how they are read, named, and told to a plain builder."""

from __future__ import annotations

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

WORDS_IN_ID = 6


def setup(app: Sphinx) -> None:
    app.add_post_transform(MakePlain)


class BlockNode(nodes.General, nodes.Element):
    """A teaching block, or a part of one, in the document tree."""

    def plain(self) -> list[nodes.Node]:
        """The same in standard nodes, for builders that do not know this one."""
        raise NotImplementedError


def keep_blocks(app: Sphinx, builder: str) -> None:
    """Let every kind of block reach the writer of this builder as it is."""
    app.registry.translation_handlers[builder] = dict.fromkeys(names_of(BlockNode))


def names_of(kind: type[BlockNode]) -> list[str]:
    below = [name for child in kind.__subclasses__() for name in names_of(child)]
    return [kind.__name__, *below]


def full_stop(title: str) -> str:
    """What ends a sentence that a title ends: nothing where the title asks or calls."""
    return "" if title.endswith(("?", "!")) else "."


class MakePlain(SphinxPostTransform):
    """Put standard nodes in the place of blocks that the builder has no visitors for."""

    default_priority = 20

    def run(self, **kwargs: object) -> None:
        builder, handlers = self.app.builder, self.app.registry.translation_handlers
        known = handlers.get(builder.name) or handlers.get(builder.format, {})
        for node in reversed(list(self.document.findall(BlockNode))):
            if type(node).__name__ not in known:
                node.parent.replace(node, node.plain())


class Block(SphinxDirective):
    """A directive that makes a teaching block; every option arrives as text."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_names: tuple[str, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.option_spec = dict.fromkeys(cls.option_names, directives.unchanged)

    def argument(self) -> str:
        return self.arguments[0].strip() if self.arguments else ""

    def required(self, option: str, example: str) -> str:
        """The text of an option that must be there."""
        if value := (self.options.get(option) or "").strip():
            return value
        raise self.error(f"this {self.name} needs a line `:{option}:`, such as `{example}`.")

    def whole_number(self, option: str, example: int) -> int:
        text = self.required(option, f":{option}: {example}")
        if not (text.isascii() and text.isdigit() and int(text) > 0):
            raise self.error(
                f"`:{option}:` takes a whole number above 0, got {text!r}."
                f" Write it as in `:{option}: {example}`."
            )
        return int(text)

    def read_body_into(self, node: nodes.Element) -> None:
        self.state.nested_parse(self.content, self.content_offset, node)

    def identify(self, node: nodes.Element, kind: str, words: str) -> None:
        """Give the node its place in the source, and an id: its name, or else its first words.

        The id does not hang on what stands before the block, so an answer that a reader saved
        stays with its question when the page grows.
        """
        self.set_source_info(node)
        if self.options.get("name"):
            self.add_name(node)
            return
        slug = nodes.make_id(" ".join([kind, *words.split()[:WORDS_IN_ID]]))
        known = self.state.document.ids
        id_ = next(
            candidate
            for candidate in [slug, *(f"{slug}-{count}" for count in range(2, len(known) + 3))]
            if candidate not in known
        )
        node["ids"].append(id_)
        known[id_] = node
