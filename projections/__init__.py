"""What follows from the facts: facts in, frozen answers out."""
