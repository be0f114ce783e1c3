"""The command line: what the script `detente` and `python -m detente` run."""

# Nothing is imported here: until a signal is answered, Ctrl-C ends in a traceback of Python's own.


def app() -> None:
    """Runs one command line; a signal is answered by a sentence from the first moment on."""
    _end_silently()
    from cli.stopping import listen

    listen()
    from cli.main import app as run

    run()


def _end_silently() -> None:
    """Has Ctrl-C end the process without a word, until there is somebody to say one."""
    # Built in: `signal` imports several modules, which takes longer than all before it.
    built_in = __import__("_signal")
    if built_in.getsignal(built_in.SIGINT) is built_in.default_int_handler:
        built_in.signal(built_in.SIGINT, built_in.SIG_DFL)


if __name__ == "__main__":
    app()
