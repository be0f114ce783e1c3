"""What keeps and serves the facts: the only room with a database, a clock, a file or a network."""
