"""Writing prompts: a list of which the reader chooses some, with room to write and a word count."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.block import WORDS_IN_ID, Block, BlockNode
from grimoire.directives.reply import kept_as, name_reply, set_name, wording


def setup(app: Sphinx) -> None:
    app.add_node(writing_prompts, html=(visit_prompts, depart_prompts))
    app.add_node(writing_prompt, html=(visit_prompt, depart_prompt))
    app.add_directive("writing-prompts", WritingPrompts)


class writing_prompts(BlockNode):
    """Attributes: choose, words; children: writing_prompt nodes."""

    @property
    def lead(self) -> str:
        """What is to be done."""
        if self["choose"] == len(self.children):
            return f"Write at least {self['words']} words on each of these prompts."
        return (
            f"Choose {self['choose']} of these {len(self.children)} prompts."
            f" Write at least {self['words']} words on each."
        )

    def plain(self) -> list[nodes.Node]:
        prompts = nodes.enumerated_list("", *self.children, enumtype="arabic", suffix=".")
        return [nodes.paragraph("", self.lead), prompts]


class writing_prompt(BlockNode):
    """Attributes: number; reply and replies_before; wording. Children: the text of the prompt."""

    def plain(self) -> list[nodes.Node]:
        return [nodes.list_item("", *self.children)]


class WritingPrompts(Block):
    option_names = ("name", "choose", "words")

    def run(self) -> list[nodes.Node]:
        node = writing_prompts(
            choose=self.whole_number("choose", 3), words=self.whole_number("words", 200)
        )
        body = nodes.Element()
        self.read_body_into(body)
        if self.argument() or len(body) != 1 or not is_list(body[0]):
            raise self.error(
                "writing prompts hold one list, one prompt in each item, and nothing else. Put"
                " other text before or after the block."
            )
        prompts = body[0].children
        if node["choose"] > len(prompts):
            raise self.error(
                f"`:choose: {node['choose']}` asks for more than the {len(prompts)} prompts"
                " there are. Choose fewer or add prompts."
            )
        self.identify(node, "prompts", body.astext())
        name_reply(self.env, node)
        for number, (item, slug) in enumerate(zip(prompts, slugs(prompts), strict=True), 1):
            words = wording(item.astext())
            prompt = writing_prompt("", *item.children, number=number, wording=words)
            set_name(self.env, prompt, f"{node['reply']}/{slug}")
            node += prompt
        return [node]


def slugs(prompts: list[nodes.Node]) -> list[str]:
    """A name for each prompt by its first words, so that it stays when prompts change places.

    Where they are the same, or no letters, all of the words go into it.
    """
    words = [prompt.astext() for prompt in prompts]
    begins = [nodes.make_id(" ".join(text.split()[:WORDS_IN_ID])) for text in words]
    return [
        begin if begin and begins.count(begin) == 1 else f"{begin}-{wording(text)}".lstrip("-")
        for begin, text in zip(begins, words, strict=True)
    ]


def is_list(node: nodes.Node) -> bool:
    return isinstance(node, nodes.enumerated_list | nodes.bullet_list)


def visit_prompts(self: HTML5Translator, node: writing_prompts) -> None:
    self.body.append(self.starttag(node, "div", CLASS="block prompts"))
    self.body.append(f'<p class="prompts-lead">{node.lead}</p>\n<ol>\n')


def depart_prompts(self: HTML5Translator, node: writing_prompts) -> None:
    self.body.append("</ol>\n</div>\n")


def visit_prompt(self: HTML5Translator, node: writing_prompt) -> None:
    self.body.append(f'<li class="prompt" data-wording="{node["wording"]}">')


def depart_prompt(self: HTML5Translator, node: writing_prompt) -> None:
    prompts = node.parent
    id_ = f"{prompts['ids'][0]}-{node['number']}"
    self.body.append(
        f'<details class="reply"><summary>Write on this</summary>'
        f'<label for="{id_}">Your text on prompt {node["number"]}</label>'
        f'<textarea id="{id_}" rows="10" {kept_as(node)} aria-describedby="{id_}-words">'
        f'</textarea><p class="words" id="{id_}-words" data-least="{prompts["words"]}">'
        f"0 of at least {prompts['words']} words</p></details></li>\n"
    )
