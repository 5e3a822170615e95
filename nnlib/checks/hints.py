"""Where to think again: hints that several checks give."""

SHAPES = "Write the shape beside each array. Which product has the shape you need?"
KEEP = "Write the shape beside each array. One number for each row: which shape fits (N, K)?"
WHOLE = "Python's own `max` and `if` take an array as one thing. Look at each number by itself."
OF_EACH = "Each image has probabilities of its own."
FIXED = (
    "Between five sizes there are four layers. All numbers come from the list: is there one of"
    " yours in the class?"
)
THERE = "Go through the layers with a pencil: what goes into each, and what comes out?"
BACK = (
    "Go back through the layers with a pencil: which z, x and W belong to each? Did forward keep"
    " them, and of the last batch alone?"
)
PAIRS = "The two lists go together: each array of parameters has one array of gradients."
FLOAT32 = "The images are float32. Another type makes each step of the training slower."
OWN = "Are the labels one-hot? Does the function use its own arguments, not names outside it?"
SCORES = "Which of the network's functions gives the scores? How many answers has each image?"
ONCE = "The loss is a mean over N images, so its slope is divided by N, once."
IN_PLACE = (
    "A new array under an old name leaves the old array, and the network, as they were."
    " How do you change an array in its place?"
)
