"""Why a file cannot be read to its end."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator

from domain.refusal import Failure

DAMAGED = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    UnicodeError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


def damaged(name: str, last: int, error: Exception) -> Failure:
    """The message for a file that cannot be read beyond its line `last`; at 0, for all of it."""
    if type(error) is UnicodeError:
        said = f"{name} is not text in the encoding that its rules name."
        return Failure(said, code="not-text")
    if isinstance(error, EOFError):
        why = "it ends too early"
    elif isinstance(error, gzip.BadGzipFile | zipfile.BadZipFile | zlib.error | lzma.LZMAError):
        why = "what is packed there cannot be unpacked"
    else:
        why = (isinstance(error, OSError) and error.strerror) or str(error).rstrip(".")
    said = (
        f"{name} is damaged after line {last:,}: {why}."
        if last
        else f"{name} is damaged, or not what its name says: {why}."
    )
    return Failure(said, code="damaged-file", values={"file": name})


def failing(error: Failure) -> Iterator[tuple[int, str]]:
    """No line, and the error where the next one is asked for."""
    raise error
    yield
