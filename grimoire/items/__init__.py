"""Questions and words of the course as plain data, and as cards: several faces write them."""
