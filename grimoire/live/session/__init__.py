"""What Python does in the reader's browser: run a cell, and say all that comes of it.

The worker of the page puts this folder beside nnlib, as the package `session`; the build and the
tests import it as `grimoire.live.session`. No module here needs the browser to be imported.
"""
