"""What is true, and the words for it: no file, network, clock or database."""
