"""What the surroundings say: which store, what day it is, what the screen can show."""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from domain.characters import for_shell
from domain.refusal import Failure, Fix, InvalidInput
from service.store.place import file_at, is_mistyped, without_password

if TYPE_CHECKING:
    pass

SAMPLE: Final = "sample"
_VALUED: Final = {"--db": "db", "--today": "today"}
_FLAGS: Final = {"--plain": "plain", "--debug": "debug"}
_NAMES_ONE: Final = re.compile(r"(^| )('?--db[ =]|--help$)")
_PLACELESS: Final = ("init ", "kinds ", "rules ", "trust ")
EVERYWHERE: Final = (
    "With any command: --db PATH-OR-URL or --db sample, --today DATE, --plain, --debug."
)


@dataclass(frozen=True)
class Settings:
    """How this run was started; nothing else in `cli` asks the surroundings."""

    argv: tuple[str, ...] = ()
    db: str = ""
    today_text: str = ""
    plain: bool = False
    debug: bool = False
    environ: Mapping[str, str] = field(default_factory=dict)
    folder: Path = Path()
    stdin: TextIO = sys.stdin
    out: TextIO = sys.stdout
    err: TextIO = sys.stderr
    width: int = 80
    clock: Callable[[], datetime] | None = None
    done: list[str] = field(default_factory=list[str])
    """What this run has done that stays, in sentences, whatever happens to its page."""
    unshown: list[OSError] = field(default_factory=list[OSError])
    """Why a page of this run could not be printed; none where all could."""

    @property
    def color(self) -> bool:
        """Whether text may be coloured, bold or dim."""
        return self.out.isatty() and not self.plain and not self.environ.get("NO_COLOR")

    @property
    def today(self) -> date:
        """Today, or the day that `--today` or DETENTE_TODAY says it is."""
        if self.today_text:
            from domain.typed import asked

            return asked(self.today_text, date.min).day
        return datetime.now(UTC).astimezone().date()

    def command(self, line: str) -> str:
        """A line to paste, with the timeline that --db chose.

        A command that already names a timeline, or needs none, stays as it is.

        >>> Settings(db="b.db").command("detente undo")
        'detente --db b.db undo'
        """
        ours, _, rest = line.partition(" ")
        if (
            not self.db
            or ours != "detente"
            or _NAMES_ONE.search(rest)
            or rest.startswith(_PLACELESS)
        ):
            return line
        return f"detente --db {for_shell(without_password(self.db))} {rest}"

    def instead(self, old: str, new: str, options: Sequence[str] = ()) -> str:
        """The command as typed with one name in place of another, to be pasted.

        Of a list a name is one part, and none is there twice. With `options` the name is looked for
        in their values only. The name alone where it was typed differently.
        """
        words = [*_each_value_once(_replaced(self.argv, old, new, options), options)]
        if words == list(self.argv) and not options:
            words = [word.replace(old, new) for word in self.argv]
        return shlex.join(["detente", *words]) if words != list(self.argv) else new


def _replaced(argv: Sequence[str], old: str, new: str, options: Sequence[str]) -> Iterator[str]:
    """The words with one name in place of another, alone or as a part of a list."""
    before = ""
    for word in argv:
        name, equals, value = word.partition("=") if word.startswith("--") else ("", "", word)
        parts = [part.strip() for part in value.split(",")]
        may = not options or before in options or name in options
        before = word
        if may and old.casefold() in map(str.casefold, parts):
            right = (new if part.casefold() == old.casefold() else part for part in parts)
            value = ",".join(dict.fromkeys(right))
        yield f"{name}{equals}{value}"


def _each_value_once(words: Iterable[str], options: Sequence[str]) -> Iterator[str]:
    """The words without an option whose value it was given before."""
    given = set[str]()
    left = iter(words)
    for word in left:
        pair = (word, *islice(left, 1)) if word in options else (word,)
        written = "=".join(pair)
        if written not in given:
            yield from pair
        given |= {written} if written.partition("=")[0] in options else set()


def read(
    argv: Sequence[str], environ: Mapping[str, str], clock: Callable[[], datetime] | None = None
) -> tuple[Settings, list[str]]:
    """The settings of a run, and the words that are left for the command.

    Raises InvalidInput for an option without its value.
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    words = iter(argv)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            rest += [word, *words]
        elif name in _VALUED:
            given = value if equals else next(words, None)
            if given is None:
                raise InvalidInput(
                    f"{name} needs a value.",
                    Fix(f"{name} {'my.db' if name == '--db' else '2022-03-05'}"),
                    code="missing-value",
                )
            found[_VALUED[name]] = given
        elif word in _FLAGS:
            found[_FLAGS[word]] = "1"
        else:
            rest.append(word)
    settings = Settings(
        argv=tuple(map(_readable, argv)),
        db=found.get("db", ""),
        today_text=found.get("today") or environ.get("DETENTE_TODAY", ""),
        plain="plain" in found
        or environ.get("TERM") == "dumb"
        or not speaks_unicode(sys.stdout.encoding),
        debug="debug" in found,
        environ=environ,
        folder=Path.cwd(),
        stdin=getattr(sys, "stdin", None) or io.StringIO(),  # none where it was closed
        out=sys.stdout,
        err=sys.stderr,
        width=_width(environ),
        clock=clock,
    )
    return settings, rest


_DB: Final = "--db="

_DATABASE: Final = re.compile(
    r"([a-z][a-z0-9+.-]*://[^/\s]*@|postgres|mysql|mariadb|oracle|mssql|sqlite"
    r"|(host|user|dbname|port|password)\s*=)",
    re.IGNORECASE,
)
"""How the address of a database begins: with a user, of whatever program, or of one of these."""


def _readable(word: str) -> str:
    """A word of a command without a password, for commands are shown and recorded."""
    if word.startswith(_DB):
        return _DB + without_password(word.removeprefix(_DB))
    of_database = _DATABASE.match(word) or is_mistyped(word)
    return without_password(word) if of_database else word


def speaks_unicode(encoding: str | None) -> bool:
    """Whether a stream of that encoding can show every letter."""
    return (encoding or "utf-8").lower().replace("-", "").startswith("utf")


def reads_utf8() -> bool:
    """Whether arguments, variables and names of files are read as UTF-8."""
    return speaks_unicode(sys.getfilesystemencoding())


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except OSError:
        return 80


_WIDTH: Final = re.compile("[0-9]{1,9}")
_WIDEST: Final = 10_000


def _width(environ: Mapping[str, str]) -> int:
    text = environ.get("COLUMNS", "")
    if _WIDTH.fullmatch(text):
        return max(40, min(_WIDEST, int(text)))
    return max(40, min(120, _columns())) if sys.stdout.isatty() else 80


@dataclass(frozen=True, slots=True)
class Place:
    """The store to use, and the `detente.toml` that names it, where one does."""

    where: str
    named_by: Path | None = None


def place(settings: Settings) -> Place:
    """The store to use: --db, DETENTE_DB, a `detente.toml`, the user's own, or the sample.

    The `detente.toml` is looked for upwards from the folder. Raises Untrusted for one that names
    what it may not name by itself.
    """
    if settings.db or settings.environ.get("DETENTE_DB"):
        return Place(settings.db or settings.environ["DETENTE_DB"])
    from cli.settings_file import found_from

    found = found_from(settings.folder)
    named = _named(settings, found) if found else None
    if named:
        return named
    own = own_store(settings)
    return Place(str(own) if own.exists() else SAMPLE)


def _named(settings: Settings, found: Path) -> Place | None:
    """The store that a `detente.toml` names; None where it names none."""
    from cli.settings_file import read
    from cli.trusted import check_trusted

    file = read(found)
    if not file.place:
        return None
    check_trusted(file, settings.environ)
    return Place(file.target, found)


def names_sample(settings: Settings) -> bool:
    """Whether the bundled sample was asked for, and does not stand in for no timeline at all."""
    return (settings.db or settings.environ.get("DETENTE_DB")) == SAMPLE


def own_timeline(settings: Settings) -> str:
    """The timeline that would be used if the sample were not named; empty where there is none."""
    if not names_sample(settings):
        return ""
    environ = dict(settings.environ)
    if not settings.db:
        del environ["DETENTE_DB"]
    found = place(replace(settings, db="", environ=environ)).where
    return found if found != SAMPLE else ""


def sample_refused(settings: Settings) -> Failure:
    """The refusal to record in the sample; the same in the user's own timeline would do."""
    own = own_timeline(settings)
    if not own:
        said = "the bundled sample is read-only; begin a timeline of your own."
        fixes = [Fix("detente init my.db"), Fix("export DETENTE_DB=my.db")]
    else:
        said = "the bundled sample is read-only; you have a timeline of your own."
        words = ["detente", "--db", without_password(own), *_without_db(settings.argv)]
        fixes = [Fix(shlex.join(words))]
    return Failure(said, *fixes, code="read-only-sample")


def _without_db(argv: Sequence[str]) -> list[str]:
    """The words of a command without `--db` and its value."""
    words = list(argv)
    if "--db" in words:
        del words[words.index("--db") : words.index("--db") + 2]
    return [word for word in words if not word.startswith("--db=")]


def where(settings: Settings) -> str:
    """The path or URL of the store to use."""
    return place(settings).where


def store_file(settings: Settings) -> Path | None:
    """The file of the store to use; None for one in no file, and for the sample."""
    place = where(settings)
    if place == SAMPLE:
        return None
    return file_at(place)


def _home() -> Path:
    """The user's home. Raises InvalidInput where nobody knows it, as in some containers."""
    try:
        return Path.home()
    except RuntimeError:
        raise InvalidInput(
            "nobody knows where your home is, so there is no timeline of your own.",
            Fix("export DETENTE_DB=my.db"),
            code="no-home",
        ) from None


def own_store(settings: Settings) -> Path:
    """Where the user's own timeline lies if nothing else is said."""
    environ = settings.environ
    if sys.platform == "darwin":
        base = _home() / "Library" / "Application Support"
    elif os.name == "nt":
        base = Path(environ.get("APPDATA") or _home())
    else:
        base = Path(environ.get("XDG_DATA_HOME") or _home() / ".local" / "share")
    return base / "detente" / "timeline.db"
