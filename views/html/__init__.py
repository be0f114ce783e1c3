"""Pages for a browser and for paper: answers as HTML, with every word of others escaped."""
