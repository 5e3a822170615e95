"""From Markdown to resolved pages, through Sphinx: what every face is made from."""
