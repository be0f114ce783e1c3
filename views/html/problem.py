"""Refusals as pages: the sentence, what would do instead as links, and what to do then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from domain.characters import visible
from domain.refusal import PLACEHOLDERS, AnyFix, Fix, InvalidInput, Run, SetField
from views import spelling
from views.html.address import Address, Fixed
from views.html.frame import Asked, framed
from views.html.paper import fill
from views.html.run_page import page_of
from views.html.site import Drawn, Site
from views.options import OPTIONS


class Way(NamedTuple):
    """What would do instead: a text to write, what that means, and where it leads.

    `link` is an address as a link has it; empty where only the visitor can go on.
    """

    text: str
    means: str = ""
    link: str = ""


@dataclass(frozen=True)
class Refusal:
    """A request that is refused: its status, one sentence, and what would do instead.

    `details` are sentences below it, `sides` what two people recorded where somebody was faster:
    each a name and what that one says. `wait` is after how many seconds to try again, `request`
    what the log calls it.
    """

    status: int
    said: str
    ways: Sequence[Way] = ()
    details: Sequence[str] = ()
    sides: Sequence[tuple[str, str]] = ()
    wait: int = 0
    request: str = ""


HINTS: Final[Mapping[int, str]] = {
    401: "Sign in with a token of this timeline; without one nobody can record.",
    403: "It was started for reading. To record, start it with --allow-write and sign in with a"
    " token.",
    404: "Nothing was guessed. The search finds facts by their words, the board every pair.",
    409: "The record keeps its rules: nothing was written.",
    412: "Nothing was written. Both versions are shown; decide which is right.",
    413: "What was sent is larger than a form may be. A whole file is imported on a terminal.",
    422: "Nothing was guessed.",
    429: "Others ask too. Every answer can be had, one after the other.",
    500: "No answer is given rather than a wrong one. On the server, detente verify says where a"
    " record breaks.",
    503: "The question was not answered in time. A shorter span or fewer actors take less.",
}
"""What a visitor can do, by status."""


def ways_of(refused: InvalidInput, here: Address, link: Callable[[Address], str]) -> list[Way]:
    """What would do instead of a refused address, as links where that is an address."""
    return [_way(fix, refused, here, link) for fix in refused.fixes]


def _way(fix: AnyFix, refused: InvalidInput, here: Address, link: Callable[[Address], str]) -> Way:
    match fix:
        case SetField():
            name = OPTIONS[fix.field].name if fix.field in OPTIONS else fix.field
            value = fix.value or "yes"
            leads = None if value in PLACEHOLDERS else here.with_options(**{name: value})
            return Way(visible(f"{name} {value}"), visible(fix.meaning), _link(leads, link))
        case Run():
            text = spelling.command(fix).paste
            return Way(visible(text), visible(fix.meaning), _link(page_of(fix), link))
        case Fix():
            leads = _with_name(here, refused.values.values(), fix.paste)
            return Way(visible(fix.paste), visible(fix.meaning), _link(leads, link))


def _link(leads: Address | None, link: Callable[[Address], str]) -> str:
    return link(leads) if leads else ""


def _with_name(here: Address, olds: Iterable[str], new: str) -> Address | None:
    """An address with one name in place of another; None where that is not in it."""
    for old in olds:
        words = tuple(new if word.casefold() == old.casefold() else word for word in here.words)
        options = {
            name: new if value.casefold() == old.casefold() else value
            for name, value in here.options.items()
        }
        if (words, options) != (here.words, dict(here.options)):
            return here._replace(words=words, options=options)
    return None


def problem_page(
    refusal: Refusal, site: Site, *, asked: Asked | None = None, sought: str = ""
) -> Drawn:
    """A refusal as a page, with the question filled in as it was asked."""
    values = {
        "frame": framed("", site, Fixed(), asked=asked, sought=sought),
        "refusal": refusal,
        "said": _sentence(refusal.said),
        "hint": HINTS.get(refusal.status, ""),
        "wait": _waiting(refusal.wait),
        "board": Address(),
        "search": Address(("search",), {"q": sought} if sought else {}),
    }  # fmt: skip
    return Drawn(fill("problem.html", site, values), (), refusal.status)


def refused_page(
    refused: InvalidInput,
    status: int,
    here: Address,
    site: Site,
    *,
    asked: Asked | None = None,
) -> Drawn:
    """A refusal of the house as a page; `here` is the address that was asked for."""
    ways = ways_of(refused, here, site.link)
    return problem_page(Refusal(status, refused.said, ways), site, asked=asked)


def asked_of(given: Mapping[str, str]) -> Asked:
    """The question as its fields were filled in, so that nobody types it again."""
    names = ("a", "b", "on", "known_on", "scope")
    topic, domain = given.get("topic", ""), given.get("domain", "")
    whole = {"scope": f"#{topic}" if topic else domain, **given}
    return replace(Asked(), **{name: visible(whole[name]) for name in names if name in whole})


def _sentence(said: str) -> str:
    return visible(f"{said[:1].upper()}{said[1:]}")


def _waiting(seconds: int) -> str:
    if not seconds:
        return ""
    if seconds < 90:
        return f"Try again in {seconds} second{'' if seconds == 1 else 's'}."
    return f"Try again in {round(seconds / 60)} minutes."
