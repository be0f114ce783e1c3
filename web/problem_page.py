"""Problems as a browser shows them: the sentence, and what would do instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from domain.characters import visible
from views.html.address import Address
from views.html.problem import Refusal, Way, asked_of, problem_page
from views.html.site import Site
from web.problems import Problem


def _link(address: Address) -> str:
    return address.text


def _asset(name: str) -> str:
    return f"/{name}"


_SITE: Final = Site("", date.min, "", _link, _asset)
"""Where a problem is shown: it may be that no timeline answers, so none is asked."""


def page_of(problem: Problem, request_id: str, asked: Mapping[str, str]) -> str:
    """The page of a problem, with the fields of the question as they were filled in."""
    fixes = cast("list[dict[str, str]]", problem.beside.get("fixes", []))
    wait = problem.headers.get("retry-after", "")
    refusal = Refusal(
        problem.status,
        problem.title,
        [Way(fix["try"], fix["means"], fix.get("href", "")) for fix in fixes],
        wait=int(wait) if wait.isdigit() else 0,
        request=request_id,
    )
    sought = visible(asked.get("q", "") or problem.sought)
    return problem_page(refusal, _SITE, asked=asked_of(asked), sought=sought).html
