"""Pictures of data, of networks and of their training, all in one style.

Every function draws into the axes it is given, or into a new figure, and returns the axes, so that
you can add to the picture. None of them calls `show`: a notebook shows the figure by itself.

The colours have one meaning everywhere in the course, and none of them carries it alone:

- input layer rose, hidden layers amber, output layer blue;
- positive weights blue, negative weights orange-red;
- training violet and solid, validation gold and dashed.
"""

from nnlib.plots.colours import DARK, LIGHT, PIXEL_INK, PIXEL_NEGATIVE, PIXEL_POSITIVE
from nnlib.plots.drawing import style
from nnlib.plots.functions import activation, decision_boundary
from nnlib.plots.graph import _ends as _ends
from nnlib.plots.graph import network
from nnlib.plots.learning import confusion, history
from nnlib.plots.pictures import digits, weights

__all__ = [
    "DARK",
    "LIGHT",
    "PIXEL_INK",
    "PIXEL_NEGATIVE",
    "PIXEL_POSITIVE",
    "activation",
    "confusion",
    "decision_boundary",
    "digits",
    "history",
    "network",
    "style",
    "weights",
]
