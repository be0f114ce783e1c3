"""An adversary: kills, failing system calls, hostile files, and servers that stop."""
