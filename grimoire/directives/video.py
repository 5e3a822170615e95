"""A video: a card we draw, which loads nothing from YouTube until it is clicked."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from grimoire.directives.block import Block, BlockNode

YOUTUBE_ID = re.compile(r"[\w-]{11}")
PLAY = (
    '<svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">'
    '<circle cx="24" cy="24" r="22.5"/><path d="M19 14.5v19l15.5-9.5z"/></svg>'
)


def setup(app: Sphinx) -> None:
    app.add_node(video, html=(visit_video, depart_video))
    app.add_directive("video", Video)


class video(BlockNode):
    """Attributes: title, video_id, channel, minutes, start (in seconds).

    Children: what to look for.
    """

    @property
    def address(self) -> str:
        """The page of the video at YouTube."""
        start = f"&t={self['start']}s" if self["start"] else ""
        return f"https://www.youtube.com/watch?v={self['video_id']}{start}"

    @property
    def short_address(self) -> str:
        """The same for paper."""
        start = f"?t={self['start']}" if self["start"] else ""
        return f"https://youtu.be/{self['video_id']}{start}"

    @property
    def facts(self) -> str:
        """Channel and length, and where to begin if that is not the beginning."""
        facts = f"{self['channel']}, {self['minutes']} minutes"
        if self["start"]:
            minutes, seconds = divmod(self["start"], 60)
            facts += f", from {minutes}:{seconds:02}"
        return facts

    def plain(self) -> list[nodes.Node]:
        link = nodes.reference("", self["title"], refuri=self.address)
        return [nodes.paragraph("", "", link, nodes.Text(f" ({self.facts})")), *self.children]


class Video(Block):
    option_names = ("name", "id", "channel", "minutes", "start")

    def run(self) -> list[nodes.Node]:
        if not self.argument():
            raise self.error(
                "this video has no title. Write it behind the name of the block, as in"
                " `{video} But what is a neural network?`."
            )
        node = video(
            title=self.argument(),
            video_id=self.required("id", ":id: aircAruvnKk"),
            channel=self.required("channel", ":channel: 3Blue1Brown"),
            minutes=self.whole_number("minutes", 20),
            start=self.whole_number("start", 781) if "start" in self.options else 0,
        )
        if not YOUTUBE_ID.fullmatch(node["video_id"]):
            raise self.error(
                f"`:id:` takes the 11 letters that stand behind `v=` in the video's address, got"
                f" {node['video_id']!r}."
            )
        self.identify(node, "video", self.argument())
        self.read_body_into(node)
        return [node]


def visit_video(self: HTML5Translator, node: video) -> None:
    self.body.append(self.starttag(node, "div", CLASS="block video"))
    link = {
        "href": node.address,
        "data-embed": f"https://www.youtube-nocookie.com/embed/{node['video_id']}"
        f"?autoplay=1&start={node['start']}",
        "data-title": node["title"],
    }
    self.body.append(self.starttag({}, "a", PLAY, CLASS="video-card", **link))
    self.body.append(
        f'<span><span class="video-title">{self.encode(node["title"])}</span> '
        f'<span class="video-facts">{self.encode(node.facts)}</span> '
        '<span class="video-note">On YouTube. Nothing is loaded from there until you click.</span>'
        "</span></a>\n"
    )
    if node.children:
        self.body.append('<p class="block-label">What to look for</p>\n')


def depart_video(self: HTML5Translator, node: video) -> None:
    self.body.append("</div>\n")
