"""What goes on paper: a page's tree as the markup of Typst, and documents that Typst typesets."""
