"""Show the book while it is written: one warm process that makes only the page that was saved."""
