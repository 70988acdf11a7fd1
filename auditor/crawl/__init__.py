"""One column read page by page to a proof; the home page it must not be."""
