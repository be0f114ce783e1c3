"""The page of the API, and those of its refusals: what each address answers, with an example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from views.html.address import Fixed
from views.html.frame import framed
from views.html.paper import fill
from views.html.site import Drawn, Site


class Parameter(NamedTuple):
    """What an address takes."""

    name: str
    place: str
    said: str


class Example(NamedTuple):
    """A question of the bundled sample, the command that asks it, and how the answer begins."""

    address: str
    command: str
    begins: str


class Operation(NamedTuple):
    """One address: how it is asked, what it answers, and what it takes."""

    method: str
    path: str
    does: str
    parameters: Sequence[Parameter]
    answers: Sequence[str]
    example: Example | None = None

    @property
    def anchor(self) -> str:
        """Where it is on the page."""
        plain = self.path.removeprefix("/v1/").replace("/", "-")
        return f"{self.method.lower()}-{''.join(c for c in plain if c not in '{}')}"


def reference(operations: Sequence[Operation], site: Site) -> Drawn:
    """The page of the API."""
    frame = framed("API", site, Fixed(), forms=[])
    return Drawn(fill("reference.html", site, {"frame": frame, "operations": operations}))


REFUSALS: Final = {
    "two-readings": "A date that can be read in two ways, as 3/4/2022. Write 2022-04-03.",
    "unknown-actor": "No actor, or more than one, has that name on that day. A code is never"
    " ambiguous: TUR.",
    "unknown-fact": "No fact has that handle.",
    "bad-parameter": "An address takes certain parameters, each once, and refuses all others: one"
    " that is mistyped would give another answer in silence.",
    "other-chain": "The record has another digest at that position, as a copy that was restored or"
    " begun again. An answer that was fixed to one record is never given by another.",
    "key-of-another-request": "An Idempotency-Key names one request. Take a new one for another.",
    "other-version": "Somebody else recorded something of the fact since you have seen it. Look at"
    " what, and name its version now.",
    "too-slow": "It takes longer than anybody may wait, or too much is asked at once. Retry-After"
    " says when to try again.",
    "our-mistake": "Something is wrong with the program. The log of the server has it under the"
    " number of the request.",
}
"""What refusals are about, for those that want more than a sentence."""

ANY: Final = (
    "What was asked for is refused. The title says what is wrong, the fixes what would do instead."
)


def refusal(name: str, site: Site) -> Drawn:
    """The page of a refusal, by its name."""
    values = {
        "frame": framed("API", site, Fixed(), forms=[]),
        "name": name,
        "said": REFUSALS.get(name, ANY),
    }
    return Drawn(fill("refusal.html", site, values))
