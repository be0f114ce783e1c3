"""The tests of détente."""
