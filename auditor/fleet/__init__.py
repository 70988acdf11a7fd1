"""Many counties: which files are meant and what they say (`files`), and crawling them in one go (`crawling`)."""
