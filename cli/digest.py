"""How far a timeline has come, as one word that somebody can hold: digest."""

from __future__ import annotations

from typing import Final

import typer

from cli import common
from cli.common import Json
from cli.output import deliver
from projections.answer import json_text
from projections.held import Held, digest_json

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("digest")
def digest(context: typer.Context, as_json: Json = False) -> None:
    """Prints how far the timeline has come and the digest there: POSITION:DIGEST.

    The digest covers every event up to there. Keep it where nobody who may write in the timeline
    can change it; `verify --against` compares it later.
    """
    settings = common.settings_of(context)
    with common.opened(settings) as opened:
        head = opened.head()
        end = Held(head.position, head.digest.hex())
        found = digest_json(opened.store_name, end)
        deliver(settings, json_text(found) if as_json else f"{end.written}\n", "")
