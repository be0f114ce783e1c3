"""A text in the user's editor, and the import of what the user kept of it."""

from __future__ import annotations

import shlex
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir

from cli import common
from cli.exchange import record_document
from cli.record import deliver
from cli.settings import Settings
from domain.command import importing
from domain.refusal import Failure, Fix, InvalidInput, Run
from service.timeline import Timeline
from service.writing import ONLY_OWNER, remove, write


def import_edited(
    settings: Settings, text: str, article: str, *, dry_run: bool, author: str
) -> None:
    """Opens a text in the editor, and imports what was kept, as `import` does.

    A text that was left as it was, or emptied, records nothing. What was typed is never lost: where
    it cannot be imported, the refusal names the file that has it. Raises Failure.
    """
    with common.opened(settings) as opened:
        opened.append([])  # refused at once where nothing can be recorded
        command = _editor(settings)
        path = _written(text)
        with _keeping(settings, opened, path):
            _run(command, path)
            edited = common.read_text(settings, str(path))
            if edited == text or not _says_something(edited):
                remove(path)
                why = "was left as it was" if edited == text else "was emptied"
                common.print_to(settings, f"The draft {why}; nothing is recorded.")
                return
            document = opened.read(edited, str(path))
            moment = opened.moment(
                author, settings.today, importing(article, text=f"draft {article} --edit")
            )
            receipt = record_document(settings, opened, document, moment, dry_run=dry_run)
            remove(path)
        deliver(settings, receipt, as_json=False)


@contextmanager
def _keeping(settings: Settings, opened: Timeline, path: Path) -> Generator[None]:
    """Names the file that has what was typed, whatever keeps it from being recorded."""
    kept = Run.of("import", str(path), meaning="imports your text, once it is put right")
    named = False
    try:
        yield
        named = True
    except InvalidInput as refused:
        refused.fixes = (*refused.fixes, kept)
        named = True
        raise
    finally:
        if not named and not opened.store.committed:
            again = settings.command(shlex.join(["detente", "import", str(path)]))
            common.print_to(settings, f"Your text is kept: {again}")


def _editor(settings: Settings) -> list[str]:
    """The words of the editor's command. Raises Failure where none is set."""
    environ = settings.environ
    chosen = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip()
    try:
        words = shlex.split(chosen)
    except ValueError:
        words = []
    if not words:
        said = "no editor is set; $VISUAL or $EDITOR names one."
        fixes = (Fix("export EDITOR=nano"), Fix("export EDITOR=vim"))
        raise Failure(said, *fixes, code="no-editor")
    return words


def _written(text: str) -> Path:
    """A temporary file that only the user can read, with a text."""
    path = Path(gettempdir()) / f"detente-draft-{token_hex(8)}.facts"
    write(path, (text,), ONLY_OWNER)
    return path


def _run(command: list[str], path: Path) -> None:
    """Waits for the editor. Raises Failure where it cannot be started, or says that it failed."""
    try:
        with subprocess.Popen([*command, str(path)]) as editor, _left_to_the_editor():  # noqa: S603  # the user's own
            code = editor.wait()
    except OSError as error:
        said = f'the editor "{command[0]}" cannot be started: {error.strerror}.'
        raise Failure(said, Fix("export EDITOR=nano"), code="no-editor") from None
    if code:
        said = f'the editor "{command[0]}" ended with {code}; nothing is recorded.'
        raise Failure(said, code="editor-failed")


@contextmanager
def _left_to_the_editor() -> Generator[None]:
    """Leaves Ctrl-C to the editor, which has the terminal: there it is a command of its own."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _says_something(text: str) -> bool:
    return any(line.strip() and not line.startswith("#") for line in text.splitlines())
