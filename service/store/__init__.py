"""Where events are kept: the recorders, their codec, the chain and the index of pairs."""
