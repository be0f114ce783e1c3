"""From an article to lines of `.facts`: draft."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from cli import common, output
from cli.common import Json
from cli.data import registry_in_use
from cli.record import Author, DryRun
from cli.settings import Settings
from domain.refusal import Failure, SetField
from projections.answer import json_text
from projections.articles.article import Article
from projections.articles.draft import Draft, draft_of
from projections.articles.draft_json import draft_json
from service.articles.reading import Given, read_article, read_file
from views.draft import draft_text, summary

app: Final = typer.Typer(rich_markup_mode=None, add_completion=False)

Published = Annotated[
    str,
    typer.Option(
        "--published",
        metavar="DATE",
        help="The day on which it was published; else as the page says.",
        show_default=False,
    ),
]
Publisher = Annotated[
    str,
    typer.Option(
        "--publisher",
        metavar="NAME",
        help="Who published it; else as the page says.",
        show_default=False,
    ),
]
Url = Annotated[
    str,
    typer.Option(
        "--url",
        metavar="URL",
        help="Where it is; else as the page says.",
        show_default=False,
    ),
]
Edit = Annotated[
    bool,
    typer.Option(
        "--edit",
        help="Open the draft in your editor, then import what you kept.",
        show_default=False,
    ),
]
Output = Annotated[
    str,
    typer.Option(
        "-o", "--output", metavar="FILE", help="Write the draft there.", show_default=False
    ),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Even where the file of -o is there already.", show_default=False),
]


@app.command("draft")
def draft(
    context: typer.Context,
    article: Annotated[
        str,
        typer.Argument(
            metavar="ARTICLE", help="A text, or a saved page of HTML; - reads standard input."
        ),
    ],
    published: Published = "",
    publisher: Publisher = "",
    url: Url = "",
    edit: Edit = False,
    output_file: Output = "",
    force: Force = False,
    dry_run: DryRun = False,
    author: Author = "",
    as_json: Json = False,
) -> None:
    """Proposes lines of .facts for an article, to be edited and imported. It records nothing.

    A line for what a sentence says that two actors did, below that sentence: who, when, what, and
    who says so. What the sentence leaves open is a ?, and a line with one cannot be imported.
    Nothing leaves your machine.
    """
    settings = common.settings_of(context)
    _check(edit=edit, as_json=as_json, output_file=output_file, dry_run=dry_run, author=author)
    found = _draft(settings, article, Given(published, publisher, url))
    text = draft_text(found, _name(article))
    if edit:
        from cli.editing import import_edited

        import_edited(settings, text, article, dry_run=dry_run, author=author)
        return
    if output_file:
        from cli.rules import keep_existing

        keep_existing(settings, output_file, force=force)
    output.deliver(settings, json_text(draft_json(found)) if as_json else text, output_file)
    common.print_to(settings, summary(found))


def _check(*, edit: bool, as_json: bool, output_file: str, dry_run: bool, author: str) -> None:
    """Raises InvalidInput for options that say two things."""
    from domain.refusal import InvalidInput

    if edit and (as_json or output_file):
        raise InvalidInput(
            "--edit opens the draft; it is neither written to a file nor printed as JSON then.",
            SetField("edit"),
            SetField("output", output_file or "draft.facts"),
            code="edit-and-output",
        )
    if not edit and (dry_run or author):
        raise InvalidInput(
            "--dry-run and --author are for the import that --edit does; a draft records nothing.",
            SetField("edit"),
            code="without-edit",
        )


def _draft(settings: Settings, article: str, given: Given) -> Draft:
    """The draft of a file. Raises Failure where no sentence of it names two actors."""
    found = read_article(_bytes(settings, article), _name(article), given, settings.today)
    drafted = draft_of(found, registry_in_use(settings))
    if not drafted.items:
        raise _nothing(found, article)
    return drafted


def _bytes(settings: Settings, article: str) -> bytes:
    if article != "-":
        return read_file(Path(article))
    raw = getattr(settings.stdin, "buffer", None)
    return raw.read() if raw is not None else settings.stdin.read().encode()


def _name(article: str) -> str:
    return "standard input" if article == "-" else article


def _nothing(found: Article, article: str) -> Failure:
    said = (
        f"no sentence of {_name(article)} names two actors that are known here"
        f" ({len(found.text.split()):,} words were read)."
    )
    fix = SetField("published", found.published.isoformat(), "if that is the right day for names")
    return Failure(said, fix, code="no-two-actors")
