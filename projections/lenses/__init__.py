"""Named, versioned ways to turn facts into figures."""
