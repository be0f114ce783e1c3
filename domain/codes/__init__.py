"""Data files: the actors, and where every figure comes from."""
