"""Charts as SVG pictures."""
