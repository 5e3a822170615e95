"""The colours of the figures, by what they mean, on light paper and on dark."""

# The same names in both: a figure for the dark page is the light one with each colour exchanged.
LIGHT = {
    "paper": "#fffdf8",
    "ink": "#1d1b26",
    "muted": "#5f5b6b",
    "grid": "#dcd6c8",
    "accent": "#4b2e83",
    "input": "#b02a62",
    "hidden": "#9c5c00",
    "output": "#1d5fa6",
    "positive": "#2468b4",
    "negative": "#bf4010",
    "train": "#6b3fa4",
    "validation": "#866800",
    "class0": "#00766a",
    "class1": "#a02a8c",
    "class2": "#7a5230",
    "class3": "#4f5d6e",
}
DARK = {
    "paper": "#15131c",
    "ink": "#e9e6f2",
    "muted": "#aaa4b8",
    "grid": "#3b3747",
    "accent": "#b9a3e3",
    "input": "#f08cb2",
    "hidden": "#eeb055",
    "output": "#7fb8f0",
    "positive": "#74adea",
    "negative": "#ff8d63",
    "train": "#c3a0f2",
    "validation": "#dcc06a",
    "class0": "#4cc7b6",
    "class1": "#ea86d6",
    "class2": "#cfa27a",
    "class3": "#a9b8ca",
}
# Pictures made of pixels cannot be recoloured: these hold on both papers, faded in by opacity.
PIXEL_INK, PIXEL_POSITIVE, PIXEL_NEGATIVE = "#8468c0", "#3b80d0", "#e0582c"
CYCLE = ("accent", "class0", "class1", "class2", "class3")  # for lines of no meaning of their own
MARKERS = "o^sD"
DASHED = (0, (4, 2))
