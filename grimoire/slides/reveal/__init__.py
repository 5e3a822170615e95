"""reveal.js, which shows the slides, as its own release has it."""
