"""How a reference is printed: signatures and what stands below them, options, grammars."""

from __future__ import annotations

from docutils import nodes

from grimoire.kinds import grammar
from grimoire.paper.listing import listing
from grimoire.paper.markup import call, quoted
from grimoire.paper.writer import Writer, parents


class ReferenceWriter(Writer):
    """Write the nodes that autodoc makes of docstrings, and those of other references."""

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

    write_desc_addname = write_desc_annotation = write_desc_returns = code
    write_desc_parameter = write_desc_optional = write_desc_type_parameter = code
    write_desc_inline = write_desc_sig_element = code

    def write_desc_parameterlist(self, node: nodes.Element) -> str:
        parameters = '#raw(", ");'.join(self.write(parameter) for parameter in node)
        return '#raw("(");' + parameters + '#raw(")");'

    def write_desc_type_parameter_list(self, node: nodes.Element) -> str:
        return f"#raw({quoted(f'[{node.astext()}]')});"

    def write_desc_signature_line(self, node: nodes.Element) -> str:
        last = node.parent[-1] is node
        return self.inside(node) + "#linebreak();" * (not last)

    def write_literal_strong(self, node: nodes.Element) -> str:
        return f"#strong(raw({quoted(node.astext())}));"

    def write_literal_emphasis(self, node: nodes.Element) -> str:
        return call("emph", self.inside(node))

    def write_versionmodified(self, node: nodes.Element) -> str:
        return self.inside(node)

    def write_option_list(self, node: nodes.option_list) -> str:
        items = (f"terms.item([{self.write(o)}], [{self.inside(d).strip()}])" for o, d in node)
        return self.block(node, f"#terms({', '.join(items)});")

    def write_option_group(self, node: nodes.option_group) -> str:
        options = ", ".join(option.astext() for option in node)
        return f"#raw({quoted(options)});"

    def write_productionlist(self, node: nodes.Element) -> str:
        places = "".join(map(self.anchors, node))
        return self.block(node, f"{places}#code({listing(grammar(node))});")

    def write_manpage(self, node: nodes.Element) -> str:
        return call("emph", self.inside(node))
