"""Answers in the form that was asked for, and where they go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from cli import __version__
from cli.common import print_to
from cli.settings import Settings, store_file
from cli.stopping import NOTHING
from domain.characters import on_one_line, visible
from domain.refusal import InvalidInput, SetField
from projections.answer import Answer, json_text
from service.target import STDERR, STDOUT, Stream, target_of
from service.writing import limit_of, write
from views.page import MarkdownPage, Page
from views.renderings import no_format, rendered
from views.view import FORMATS, AnyView, Look

if TYPE_CHECKING:
    from projections.citation import Citation
    from service.timeline import Timeline

CITATIONS: Final = ("table", "plain", "md", "json", "bibtex", "csl-json")
_ENDINGS: Final = {"txt": "", "bib": "bibtex"}


@dataclass(frozen=True)
class Output:
    """How an answer is wanted: in which format, where to, and whether only how to cite it."""

    settings: Settings
    form: str = ""
    as_json: bool = False
    file: str = ""
    cite: bool = False

    def format_of(self, offered: Sequence[str]) -> str:
        """The format: what was asked for, the ending of the file, or what the screen shows.

        Raises InvalidInput for one that the answer does not have.
        """
        offered = CITATIONS if self.cite else offered
        return chosen(self.settings, self.form, self.as_json, self.file, offered)

    def give(self, timeline: Timeline, answer: Answer, view: AnyView, look: Look) -> None:
        """Makes the answer in the form wanted, and delivers it."""
        form = self.format_of(view.formats)
        if not self.cite:
            self._deliver(form, shown(self.settings, form, answer, view, look))
            return
        check_output(self.settings, self.file)
        from views.citing import citation_of

        citation = citation_of(answer, self.settings.today, __version__)
        if not timeline.read_only:
            _keep(self.settings, timeline, answer, citation.title)
            self.settings.done.append(f"{NOTHING} Answer {answer.id} is kept, and can be verified.")
        self._deliver(form, _cited(self.settings, form, citation))

    def _deliver(self, form: str, text: str) -> None:
        deliver_lines(self.settings, [text], self.file, data=form not in ("table", "plain"))


def shown(settings: Settings, form: str, answer: Answer, view: AnyView, look: Look) -> str:
    """An answer in a format that it has."""
    return rendered(form, answer, view, look, page(settings, form))


# Citations ---------------------------------------------------------------------------------------


def _cited(settings: Settings, form: str, citation: Citation) -> str:
    if form == "bibtex":
        return citation.bibtex
    if form in ("csl-json", "json"):
        return json_text([citation.csl])
    empty = page(settings, form)
    empty.text(empty.symbol(citation.sentence, citation.sentence.replace("–", "-")))
    return empty.whole


def _keep(settings: Settings, timeline: Timeline, answer: Answer, title: str) -> None:
    """Keeps the question beside the record, so that `verify` can ask it again."""
    from service.store.interface import CannotWrite

    try:
        timeline.cite(answer, title, settings.today, __version__)
    except CannotWrite as error:
        said = f"The answer is not kept here, so `verify` cannot ask it again: {error.said}"
        print_to(settings, said)


# Formats -----------------------------------------------------------------------------------------


def page(settings: Settings, form: str) -> Page:
    """An empty page as the screen takes it, or a Markdown document."""
    if form == "md":
        return MarkdownPage()
    return Page(settings.width, settings.color and form == "table", plain=form == "plain")


def screen(settings: Settings) -> Page:
    """An empty page as the screen takes it."""
    return page(settings, "plain" if settings.plain else "table")


def chosen(
    settings: Settings, name: str, as_json: bool, output: str, offered: Sequence[str]
) -> str:
    """The format: --json, --format, the ending of -o, or a table; `plain` where the screen asks."""
    ending = Path(output).suffix.removeprefix(".")
    known = (*FORMATS, *_ENDINGS, *offered)
    if ending and ending not in known and not (name or as_json):
        said = f'".{ending}" is not the ending of a format of this answer.'
        files = (str(Path(output).with_suffix(f".{each}")) for each in _endings(offered))
        fixes = (SetField("output", file) for file in files)
        raise InvalidInput(said, *fixes, code="unknown-ending")
    wanted = "json" if as_json else name or _ENDINGS.get(ending, ending)
    if not wanted:
        return "plain" if settings.plain else "table"
    if wanted not in offered:
        raise no_format(wanted, offered)
    return wanted


def _endings(offered: Sequence[str]) -> list[str]:
    """The endings of files that mean the formats offered; a table is a text."""
    of = {"": "txt", "table": "txt", "plain": "txt", "bibtex": "bib", "csl-json": "json"}
    return list(dict.fromkeys(of.get(form, form) for form in offered))


def deliver(settings: Settings, text: str, output: str = "", *, limit: int | None = None) -> None:
    """Writes an answer to stdout, or to a file that it replaces only once it is whole."""
    deliver_lines(settings, (text,), output, limit=limit)


def say(settings: Settings, *sentences: str) -> None:
    """Prints sentences to stdout, each on one line whatever file or place it names."""
    deliver(settings, "".join(f"{on_one_line(each)}\n" for each in sentences))


def deliver_lines(
    settings: Settings,
    lines: Iterable[str],
    output: str,
    *,
    limit: int | None = None,
    data: bool = False,
) -> None:
    """Writes lines as they come, to stdout or to a file that they replace only once it is whole.

    `limit` is who may read the file: whoever may read the timeline, unless it is given. `data` is
    for programs rather than for a screen: no letter of it is lost.
    """
    store = store_file(settings) if limit is None and not _is_stdout(output) else None
    target = target_of(output or "-", field="output", in_use=store)
    streams = {STDOUT: settings.out, STDERR: settings.err}
    stream = streams.get(target.number or 0) if isinstance(target, Stream) else None
    if stream is not None:
        unprinted = _print(stream, _as_data(stream, lines) if data else lines)
        settings.unshown.extend([unprinted] if unprinted else [])
        return
    write(target, lines, limit_of(store) if limit is None else limit)
    if not isinstance(target, Stream):
        print_to(settings, f"Written to {output}.")


def _as_data(stream: TextIO, lines: Iterable[str]) -> Iterable[str]:
    """Lines of data as a stream takes them: in UTF-8, whatever the locale.

    A terminal gets hidden characters written out, so that it does not obey them.
    """
    if stream.isatty():
        return map(visible, lines)
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    return lines


def check_output(settings: Settings, output: str, *, chosen: bool = False) -> None:
    """Raises Failure where nothing may be written to a place, as `target_of` does."""
    if not _is_stdout(output):
        target_of(output, field="output", in_use=store_file(settings), chosen=chosen)


def goes_to_a_stream(output: str) -> bool:
    """Whether an answer goes where no other file can be beside it."""
    return _is_stdout(output) or isinstance(target_of(output), Stream)


def _is_stdout(output: str) -> bool:
    return output in ("", "-")


def _print(stream: TextIO, lines: Iterable[str]) -> OSError | None:
    """Prints lines as they come; what stopped that, where nobody gets them."""
    for line in lines:
        try:
            stream.write(line)
        except OSError as error:
            return error
    try:
        stream.flush()
    except OSError as error:
        return error
    return None
