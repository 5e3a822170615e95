"""How the library's reference is printed: signatures, and what stands below them."""

from __future__ import annotations

from docutils import nodes

from grimoire.pdf.markup import call, quoted
from grimoire.pdf.writer import Writer, parents


class ReferenceWriter(Writer):
    """Write the nodes that autodoc makes of docstrings."""

    def write_desc(self, node: nodes.Element) -> str:
        nested = any(type(parent).__name__ == "desc_content" for parent in parents(node))
        *signatures, content = node.children
        heads = "".join(self.signature(child) for child in signatures)
        return self.block(node, call("member" if nested else "entry", heads, self.inside(content)))

    def signature(self, node: nodes.Element) -> str:
        if type(node).__name__ != "desc_signature":
            return self.write(node)
        return self.anchors(node) + call("signature", self.inside(node))

    def write_rubric(self, node: nodes.rubric) -> str:
        if type(node.parent).__name__ != "desc_content":
            return super().write_rubric(node)
        return self.block(node, call("field-name", self.inside(node)))

    def write_desc_content(self, node: nodes.Element) -> str:
        return self.inside(node)

    def write_desc_name(self, node: nodes.Element) -> str:
        return f"#strong(raw({quoted(node.astext())}));"

    def code(self, node: nodes.Element) -> str:
        return f"#raw({quoted(node.astext())});"

    write_desc_addname = write_desc_annotation = write_desc_type = write_desc_returns = code
    write_desc_parameter = write_desc_optional = code

    def write_desc_parameterlist(self, node: nodes.Element) -> str:
        parameters = '#raw(", ");'.join(self.write(parameter) for parameter in node)
        return '#raw("(");' + parameters + '#raw(")");'

    def write_literal_strong(self, node: nodes.Element) -> str:
        return f"#strong(raw({quoted(node.astext())}));"

    def write_literal_emphasis(self, node: nodes.Element) -> str:
        return call("emph", self.inside(node))

    def write_versionmodified(self, node: nodes.Element) -> str:
        return self.inside(node)
