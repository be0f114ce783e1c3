"""A text in the user's editor, and the import of what the user kept of it."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path
from secrets import token_hex
from tempfile import gettempdir

from cli import common
from cli.exchange import record_document
from cli.record import deliver
from cli.settings import Settings
from domain.command import importing
from domain.refusal import Failure, Fix, InvalidInput, Run
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
        _run(command, path)
        edited = path.read_text(encoding="utf-8")
        if edited == text or not _says_something(edited):
            remove(path)
            why = "was left as it was" if edited == text else "was emptied"
            common.print_to(settings, f"The draft {why}; nothing is recorded.")
            return
        document = opened.read(edited, str(path))
        moment = opened.moment(
            author, settings.today, importing(article, text=f"draft {article} --edit")
        )
        try:
            receipt = record_document(settings, opened, document, moment, dry_run=dry_run)
        except InvalidInput as refused:
            kept = Run.of("import", str(path), meaning="imports your text, once it is put right")
            refused.fixes = (*refused.fixes, kept)
            raise
        remove(path)
        deliver(settings, receipt, as_json=False)


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
    kept = Run.of("import", str(path), meaning="imports the draft from where it is kept")
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603  # the user's own
    except OSError as error:
        said = f'the editor "{command[0]}" cannot be started: {error.strerror}.'
        raise Failure(said, Fix("export EDITOR=nano"), kept, code="no-editor") from None
    if code:
        said = f'the editor "{command[0]}" ended with {code}; nothing is recorded.'
        raise Failure(said, kept, code="editor-failed")


def _says_something(text: str) -> bool:
    return any(line.strip() and not line.startswith("#") for line in text.splitlines())
