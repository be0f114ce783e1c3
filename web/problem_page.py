"""Problems as a browser shows them: the sentence, and what would do instead."""

from __future__ import annotations

from html import escape
from typing import Final, cast

from web.problems import Problem

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · détente</title><meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg"><link rel="stylesheet" href="/style.css"></head>
<body><header class="top"><a class="brand" href="/" lang="fr">détente</a></header>
<main id="main"><section class="problem" role="alert"><h1>{title}</h1>
{fixes}</section><p class="meta">{status} · request {request}</p></main></body></html>
"""


def page_of(problem: Problem, request_id: str) -> str:
    """The page of a problem; every word of others in it is escaped."""
    fixes = cast("list[dict[str, str]]", problem.beside.get("fixes", []))
    items = "".join(f"<li>{_fix(fix)}</li>\n" for fix in fixes)
    return _PAGE.format(
        title=escape(_capital(problem.title)),
        fixes=f"<ul class='fixes'>\n{items}</ul>\n" if items else "",
        status=problem.status,
        request=escape(request_id),
    )


def _fix(fix: dict[str, str]) -> str:
    tried = escape(fix["try"])
    shown = f'<a href="{escape(fix["href"])}">{tried}</a>' if "href" in fix else tried
    return f"{shown} {escape(fix['means'])}".strip()


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
