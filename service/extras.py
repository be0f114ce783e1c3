"""Extras of the package: how what they need is installed."""

from __future__ import annotations

import json
import shlex
import sys
from importlib.metadata import PackageNotFoundError, distribution
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from domain.refusal import Fix

_INSTALL: Final = ("uv tool install", "pipx install --force", "pip install")


class Origin(NamedTuple):
    """The folder that this detente was installed from, and whether it still runs from there."""

    folder: str
    editable: bool


def installs(extra: str, origin: Origin | None = None) -> tuple[Fix, ...]:
    """Lines to paste that install an extra: one for each way in which detente may be installed.

    What was installed from a folder, as by `make demo`, has its extras from there too. `origin` is
    asked of what is installed where it is not given.
    """
    folder, editable = origin or _origin()
    what = shlex.quote(f"{folder or 'detente'}[{extra}]")
    if editable:
        return (Fix(f"{shlex.quote(sys.executable)} -m pip install -e {what}"),)
    return tuple(Fix(f"{install} {what}") for install in _INSTALL)


def _origin() -> Origin:
    """As the installer noted it; see PEP 610."""
    try:
        noted = json.loads(distribution("detente").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return Origin("", editable=False)
    url = urlsplit(str(noted.get("url", "")))
    if url.scheme != "file":
        return Origin("", editable=False)
    editable = bool(noted.get("dir_info", {}).get("editable"))
    return Origin(url2pathname(url.path), editable)
