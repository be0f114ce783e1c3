"""Questions in plain words, read part by part: days, actors, and what is asked of them."""
