"""The command line: what the script `detente` and `python -m detente` run."""

from cli.stopping import listen


def app() -> None:
    """Runs one command line; a signal is answered by a sentence from the first moment on."""
    listen()
    from cli.main import app as run

    run()


if __name__ == "__main__":
    app()
