"""One article page: title, publish date, catalogue fields."""
