"""Extras of the package: how what they need is installed."""

from __future__ import annotations

from typing import Final

from domain.refusal import Fix

_INSTALL: Final = ("uv tool install", "pipx install --force", "pip install")


def installs(extra: str) -> tuple[Fix, ...]:
    """Lines to paste that install an extra: one for each way in which detente may be installed."""
    return tuple(Fix(f"{install} 'detente[{extra}]'") for install in _INSTALL)
