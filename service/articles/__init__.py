"""Articles as people have them: a text or a page of HTML, read for what a draft wants of it."""
