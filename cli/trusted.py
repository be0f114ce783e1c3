"""The files of settings that the user trusts, each as it was when it was trusted."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Final

from cli.settings_file import SettingsFile, untrusted
from domain.refusal import Failure, Fix
from service.input_files import check_readable
from service.writing import write

_PRIVATE: Final = 0o600
_VERSION: Final = 1
_LARGEST: Final = 10_000_000

Trusted = dict[str, str]
"""The SHA-256 of each trusted file by its path."""


def record_file(environ: Mapping[str, str]) -> Path:
    """The file in which it is kept what the user trusts: among the settings of the user."""
    configured = Path(environ.get("XDG_CONFIG_HOME", ""))
    if configured.is_absolute():
        base = configured
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    elif os.name == "nt":
        base = Path(environ.get("APPDATA") or Path.home())
    else:
        base = Path.home() / ".config"
    return base / "detente" / "trusted.json"


def trusted(environ: Mapping[str, str]) -> Trusted:
    """What the user trusts. Raises Failure where others could have written it, or it is damaged."""
    path = record_file(environ)
    check_readable(path)
    try:
        with path.open("rb") as file:
            found, content = os.fstat(file.fileno()), file.read(_LARGEST)
    except FileNotFoundError:
        return {}
    if os.name != "nt" and (
        found.st_uid not in (os.geteuid(), 0) or found.st_mode & (stat.S_IWOTH | stat.S_IWGRP)
    ):
        raise _unusable(path, "others can write it")
    try:
        data: object = json.loads(content)
    except (ValueError, RecursionError):
        raise _unusable(path, "it is damaged") from None
    files = (
        data.get("files") if isinstance(data, dict) and data.get("version") == _VERSION else None
    )
    if not isinstance(files, dict):
        raise _unusable(path, "it is damaged")
    return {str(name): str(digest) for name, digest in files.items()}


def _unusable(path: Path, why: str) -> Failure:
    return Failure(
        f"{path} says which files you trust, and cannot be used: {why}.",
        Fix(f"mv {quote(str(path))} ELSEWHERE", "trusts nothing any more"),
        code="trust-unusable",
    )


def check_trusted(file: SettingsFile, environ: Mapping[str, str]) -> None:
    """Raises Untrusted for a file that may not be followed, and that nobody trusted as it is."""
    if not file.doubt:
        return
    known = trusted(environ).get(key_of(file.path))
    if known != file.digest:
        raise untrusted(file, changed=known is not None)


def trust(file: SettingsFile, environ: Mapping[str, str]) -> None:
    """Keeps that the user trusts a file as it was read."""
    _keep(environ, trusted(environ) | {key_of(file.path): file.digest})


def distrust(path: Path, environ: Mapping[str, str]) -> bool:
    """Forgets that a file was trusted; whether it was."""
    known = trusted(environ)
    if known.pop(key_of(path), None) is None:
        return False
    _keep(environ, known)
    return True


def key_of(path: Path) -> str:
    """The path by which a file is known: the folder with every link followed, and its name."""
    return str(Path(os.path.realpath(path.parent)) / path.name)


def _keep(environ: Mapping[str, str], known: Trusted) -> None:
    """Writes the record, private to the user, in the place of the one before."""
    path = record_file(environ)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps({"version": _VERSION, "files": dict(sorted(known.items()))}, indent=2)
    write(path, [f"{text}\n"], _PRIVATE)
