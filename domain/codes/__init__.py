"""Data files: the actors, the code tables of sources, and where every figure comes from."""
