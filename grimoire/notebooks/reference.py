"""How a reference stands in a notebook: sources, signatures, options, grammars."""

from __future__ import annotations

from docutils import nodes

from grimoire.kinds import grammar
from grimoire.notebooks import markdown as md
from grimoire.notebooks.writer import Writer


class ReferenceWriter(Writer):
    """Write the nodes of bibliographies, of docstrings, and of other references."""

    def write_citation(self, node: nodes.citation) -> str:
        label, *body = node.children
        return f"**\\[{md.words(label.astext())}\\]** {self.blocks(body)}"

    def write_desc(self, node: nodes.Element) -> str:
        """Signatures as code, and below them what they do, as a quote."""
        *signatures, content = [part for part in node if not isinstance(part, nodes.Invisible)]
        code = "\n".join(map(signature, signatures))
        return md.blocks([md.code_block(code), md.quote(self.blocks(content)) * bool(len(content))])

    def write_desc_content(self, node: nodes.Element) -> str:
        return self.blocks(node)

    def write_desc_inline(self, node: nodes.Element) -> str:
        return md.code(node.astext())

    def write_desc_signature(self, node: nodes.Element) -> str:
        return md.code(signature(node))

    def write_manpage(self, node: nodes.Element) -> str:
        return f"*{self.inside(node)}*"

    def write_centered(self, node: nodes.Element) -> str:
        return f"**{self.inside(node)}**"

    def write_option_list(self, node: nodes.option_list) -> str:
        items = (
            f"{md.code(', '.join(option.astext() for option in options))}: {self.blocks(text)}"
            for options, text in node
        )
        return "\n".join(md.item("-", item) for item in items)

    def write_productionlist(self, node: nodes.Element) -> str:
        return md.code_block(grammar(node))


def signature(node: nodes.Element) -> str:
    """A signature as text, a long one on several lines."""
    lines = [part for part in node if type(part).__name__ == "desc_signature_line"]
    return "\n".join(line.astext() for line in lines or [node])
