"""An article read from the bytes of a file: its text, and who published it when."""

from __future__ import annotations

import codecs
import re
import stat
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from domain.refusal import Failure, InvalidInput, SetField
from domain.typed import MONTH_NUMBERS, asked
from domain.yearless import candidates
from projections.articles.article import Article, agency, day_of_dateline, paragraphs
from service.articles.page import Page, read_page

MOST_BYTES: Final = 5_000_000
"""Bytes of a file: a page with all its scripts has one or two million."""

MOST_CHARACTERS: Final = 200_000
"""Characters of an article: a book chapter has 50,000."""

_MARKUP: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_NOT_OF_PAGES: Final = ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
"""What Python calls encodings too; those that are not of text it refuses itself."""

_BINARY: Final = {
    b"%PDF": "a PDF", b"PK\x03\x04": "a packed file, such as a .docx or .zip",
    b"\xd0\xcf\x11\xe0": "an old Word file", b"\x1f\x8b": "a packed file", b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture", b"{\\rtf": "an RTF file",
}  # fmt: skip
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Given(NamedTuple):
    """What somebody says of an article; empty where that is left to the article."""

    published: str = ""
    publisher: str = ""
    url: str = ""


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises Failure for what is not a plain file, or too long."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise _unreadable(f"{path} is a folder; name the file of an article in it.")
        if not stat.S_ISREG(found.st_mode):
            raise _unreadable(f"{path} is not a plain file; save the article to one first.")
        if found.st_size > MOST_BYTES:
            raise _too_long(str(path))
        return path.read_bytes()
    except FileNotFoundError:
        said = f"there is no file {path}."
        raise Failure(said, code="no-file", values={"file": str(path)}) from None
    except OSError as error:
        raise _unreadable(f"{path} cannot be read: {error.strerror}.") from None


def _unreadable(said: str) -> Failure:
    return Failure(said, code="unreadable-file")


def _too_long(name: str) -> Failure:
    said = (
        f"{name} is too long for one article: at most {MOST_BYTES // 1_000_000} million bytes,"
        f" {MOST_CHARACTERS:,} characters of text; save one article alone."
    )
    return Failure(said, code="too-long", values={"file": name})


def read_article(data: bytes, name: str, given: Given, today: date) -> Article:
    """The article that bytes are: a text, or a page of HTML by its beginning or by its name.

    What is given goes before what the article says of itself. Raises Failure where it cannot be
    read, InvalidInput where nobody says when it was published.
    """
    markup = _is_markup(data, name)
    text = _decoded(data, name, markup=markup)
    page = read_page(text) if markup else _of_text(text)
    if len(page.text) > MOST_CHARACTERS:
        raise _too_long(name)
    if not page.text.strip():
        what = "holds no text that could be read" if markup else "is empty"
        said = f"{name} {what}; save the article as text and try again."
        raise Failure(said, code="no-text", values={"file": name})
    return Article(
        text=page.text,
        published=_published(
            given.published, page.published, day_of_dateline(page.text), name, today
        ),
        publisher=_plain(given.publisher or page.publisher or agency(page.text)),
        url=_url(given.url) if given.url else _address(page.url),
        title=" ".join(page.title.split()),
    )


def _of_text(text: str) -> Page:
    """A text: its first paragraph is its headline where it does not end as a sentence does."""
    found = paragraphs(text)
    title = found[0] if found and found[0][-1:] not in ".!?\"”’'" and len(found) > 1 else ""
    return Page(text, title)


# Bytes --------------------------------------------------------------------------------------------


def _is_markup(data: bytes, name: str) -> bool:
    named = Path(name).suffix.lower() in (".html", ".htm", ".xhtml")
    return named or _MARKUP.match(data[:4000]) is not None


def _decoded(data: bytes, name: str, *, markup: bool) -> str:
    what = next((what for mark, what in _BINARY.items() if data.startswith(mark)), "")
    if what:
        said = f"{name} is {what}, not text; save the article as text or HTML and try again."
        raise Failure(said, code="not-text", values={"file": name})
    encoding = next((each for mark, each in _MARKS if data.startswith(mark)), "")
    declared = _CHARSET.search(data[:8000]) if markup and not encoding else None
    encoding = encoding or (declared[1].decode() if declared else "utf-8")
    try:
        text = data.decode("utf-8" if _is_of_python(encoding) else encoding)
    except LookupError:
        said = (
            f'{name} says that it is written in "{encoding}", which is not known; save it as UTF-8.'
        )
        raise Failure(said, code="not-text", values={"file": name}) from None
    except UnicodeDecodeError as error:
        how = "UTF-8" if encoding in ("utf-8", "utf-8-sig") else encoding
        said = f"{name} is not {how} text (byte {error.start}); save it as UTF-8 and try again."
        raise Failure(said, code="not-text", values={"file": name}) from None
    if "\0" in text:
        said = f"{name} is not text: it holds NUL bytes; save the article as text and try again."
        raise Failure(said, code="not-text", values={"file": name})
    return text


def _is_of_python(encoding: str) -> bool:
    """Whether a name is that of a transformation of Python's own, as `bz2` is.

    Raises LookupError for a name that is not known.
    """
    if codecs.lookup(encoding).name in _NOT_OF_PAGES:
        return True
    try:
        b"a".decode(encoding)
    except LookupError:
        return True
    except UnicodeError:
        return False
    return False


# What is known of it ------------------------------------------------------------------------------


def _published(given: str, found: str, dateline: str, name: str, today: date) -> date:
    """The day of publication: as given, as the page says, or as its dateline does.

    Raises InvalidInput; of a dateline without a year with the days that it may be.
    """
    if not given and not found and dateline:
        if may_be := candidates(dateline, MONTH_NUMBERS, today):
            said = f'when was {name} published? Its dateline says "{dateline}", without a year.'
            days = (SetField("published", each.paste, each.meaning) for each in may_be)
            raise InvalidInput(said, *days, code="published-needed")
        found = dateline
    fix = SetField("published", "DATE", "the day on which it was published")
    if not given and not found:
        said = f"when was {name} published? It does not say so itself."
        raise InvalidInput(said, fix, code="published-needed")
    try:
        read = asked(given or found, today)
    except InvalidInput as refused:
        if not given:
            said = f'{name} says that it was published on "{found}", which is not a day.'
            raise InvalidInput(said, fix, code="published-needed") from None
        fixes = (SetField("published", each.paste, each.meaning) for each in refused.texts)
        raise InvalidInput(refused.said, *fixes, code=refused.code) from None
    if read.partial:
        said = f'"{given or found}" is not one day; say on which day the article was published.'
        raise InvalidInput(said, fix, code="published-needed")
    if read.day > today:
        said = f"{name} cannot have been published on {read.day}: today is {today}."
        raise InvalidInput(said, fix, code="still-to-come")
    return read.day


def _plain(publisher: str) -> str:
    """A publisher as the line of a report takes it: a name holds no comma."""
    printable = "".join(each if each.isprintable() else " " for each in publisher)
    return " ".join(printable.replace(",", " ").split())[:80].strip()


def _url(given: str) -> str:
    if not _address(given):
        said = f'"{given}" is not an address; one begins with https:// and holds no space.'
        raise InvalidInput(said, SetField("url", "URL"), code="not-an-address")
    return given


def _address(found: str) -> str:
    """An address that a line can hold; empty for any other text."""
    fits = re.fullmatch(r"https?://[^\s,\"'<>]{3,2000}", found) is not None
    return found if fits and found.isprintable() else ""
