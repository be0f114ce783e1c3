"""The question for a text: search."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from cli import common, exit_codes, forms
from cli.common import Cite, Format, Json, KnownOn, On, Output, RecordedBy
from cli.forms import Forms
from projections.search import found_json, search_json

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("search")
def search(
    context: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Words, all of them to be found.")
    ] = None,
    last: Annotated[
        int | None,
        typer.Option("--last", metavar="N", help="The newest N only.", min=1, show_default=False),
    ] = None,
    on: On = None,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    cite: Cite = False,
    form: Format = "",
    as_json: Json = False,
    output: Output = "",
) -> None:
    """Facts that hold every word, whatever its case and accents.

    In title, note, topics, actors, people, place, episode or sources. An actor's name also finds
    the facts in which it has a part. '"black sea" grain' looks for two words that stand together.
    """
    from views import search as search_page

    settings = common.settings_of(context)
    wish = forms.wish(settings, form, as_json, output, cite)
    when = common.when(settings, on, known_on, recorded_by)
    text = " ".join(" ".join(words or []).split())
    with common.opened(settings) as opened:
        found = opened.search(text, when.as_of)
        shown = found[:last]
        answer = Forms(
            title=f"Search: {search_page.title(text, when.as_of)}",
            json=lambda: search_json(shown, text, when.as_of),
            page=lambda page: search_page.render(
                shown, len(found), text, when.as_of, page, when.said
            ),
            rows=lambda: [found_json(one) for one in shown],
        )
        wish.give(opened, answer)
    if not found:
        raise typer.Exit(exit_codes.UNKNOWN)
