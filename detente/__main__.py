"""The command line: what the script `detente` and `python -m detente` run."""

from cli.main import app

if __name__ == "__main__":
    app()
