"""What an assistant asks, by the Model Context Protocol: answers that it can cite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Annotated, Final, TypeVar, cast

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from domain.characters import on_one_line
from domain.command import Request
from domain.refusal import Fix, InvalidInput
from projections.answer import json_text
from projections.questions.index import question_class
from projections.receipt_json import receipt_json
from projections.typed_question import Typed
from projections.verification import verification_json
from service import acts
from service.acts import Given
from service.rejected import TYPED, Rejected
from service.timeline import Timeline
from views import spelling
from web.cited import MOST_FACTS, Cited, Citing

T = TypeVar("T")

INSTRUCTIONS: Final = """\
Détente holds diplomatic facts with their sources, and answers how the ties of two actors stand on \
any day, as known on any day. Say what an answer says, and cite it: name its sources with their \
addresses, its answer id, and the address that stands still. Unknown is not neutral. A fact that \
no longer holds is marked; do not present it as current. Ask with `on` for the day that is asked \
about, and with `known_on` for what anyone could know by then."""

READS: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)
WRITES: Final = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)

Actor = Annotated[str, Field(description="An actor by name or code: Turkey, TUR, NATO.")]
Day = Annotated[
    str, Field(description="The day asked about, as 2022-03-05; today unless it is said.")
]
Known = Annotated[
    str, Field(description="Only what anyone could know by then; all that is known, unless said.")
]
Limit = Annotated[int, Field(description="How many facts at most.", ge=1, le=100)]


def server_of(
    timeline: Timeline, today: Callable[[], date], version: str, *, base: str = "",
    writes: bool = False,
) -> MCPServer:  # fmt: skip
    """The server of a timeline. It records nothing unless it `writes`."""
    server: MCPServer = MCPServer(
        "detente", title="Détente", instructions=INSTRUCTIONS, version=version, log_level="WARNING"
    )
    asks = Asks(timeline, today, version, base)
    reads: tuple[Callable[..., object], ...] = (
        asks.state, asks.why, asks.why_fact, asks.diff, asks.hindsight, asks.timeline_of,
        asks.search, asks.actors, asks.kinds, asks.draft_check,
    )  # fmt: skip
    for tool in reads:
        server.tool(_name(tool), annotations=READS)(tool)
    for tool in (asks.add, asks.settle) if writes else ():
        server.tool(_name(tool), annotations=WRITES)(tool)
    server.resource("detente://facts/{handle}", title="A fact with its record")(asks.fact)
    server.resource("detente://answers/{answer}", title="An answer, asked again")(asks.answer)
    server.prompt("brief", title="Brief me on two actors")(brief)
    return server


def _name(tool: Callable[..., object]) -> str:
    return tool.__name__.removesuffix("_of")


def brief(a: str, b: str, on: str = "") -> str:
    """A brief on the ties of two actors, from cited answers alone."""
    day = f" on {on}" if on else " today"
    fixed = f" with on={on}" if on else ""
    return (
        f"Brief me on the ties of {a} and {b}{day}. Call `state`{fixed}, then `why` for what"
        " weighs most, and `hindsight` for what was learned later. Give the verdict with its"
        " figures first, then what is for and against with the source of each, what is in force,"
        " what is ahead, what is disputed, and how much hangs on one source. Say what is not known."
        " End with the answer id and the address that stands still. Use nothing that the answers"
        " do not say."
    )


class Asks:
    """The tools: each asks one question, or records one thing."""

    def __init__(
        self, timeline: Timeline, today: Callable[[], date], version: str, base: str
    ) -> None:
        self._timeline = timeline
        self._today = today
        self._version = version
        self._base = base

    # Questions

    async def state(
        self, a: Actor, b: Actor, on: Day = "", known_on: Known = "", domain: str = "",
        topic: str = "", lens: str = "", *, whole: bool = False,
    ) -> Cited:  # fmt: skip
        """How the ties of two actors stand on a day: label, figures, reasons and their sources.

        `domain` is one domain only, as trade or security; `topic` one topic; `whole` gives every
        fact that counts.
        """
        words = [a, b, *([f"#{topic.removeprefix('#')}"] if topic else [domain] if domain else [])]
        return self._cited("state", words, whole=whole, on=on, known_on=known_on, lens=lens)

    async def why(self, a: Actor, b: Actor, on: Day = "", known_on: Known = "") -> Cited:
        """What each fact counts for in the ties of two actors, and the answer without it."""
        return self._cited("why", [a, b], whole=True, on=on, known_on=known_on)

    async def why_fact(self, fact: str, on: Day = "", known_on: Known = "") -> Cited:
        """What one fact, named by its handle, counts for between each pair of its actors."""
        return self._cited("why", [fact], whole=True, on=on, known_on=known_on)

    async def diff(
        self, a: Actor, b: Actor, before: str, after: str, known_on: Known = ""
    ) -> Cited:
        """What changed in the ties of two actors between two days, and because of which facts."""
        return self._cited("diff", [a, b, before, after], whole=True, known_on=known_on)

    async def hindsight(self, a: Actor, b: Actor, on: Day = "") -> Cited:
        """What is known now of the ties of two actors on a day, and was not known on that day."""
        return self._cited("hindsight", [a, b], whole=True, on=on)

    async def timeline_of(
        self, a: str = "", b: str = "", since: str = "", until: str = "", on: Day = "",
        known_on: Known = "", limit: Limit = 20,
    ) -> Cited:  # fmt: skip
        """The latest facts of two actors, of one, or of all, in order of when they happened."""
        words = [word for word in (a, b) if word]
        given = {"from": since, "to": until, "last": str(limit), "on": on, "known_on": known_on}
        return self._cited_of("timeline", words, given, listed=limit)

    async def search(
        self, text: str, on: Day = "", known_on: Known = "", limit: Limit = 10
    ) -> Cited:
        """Facts that have every word of a text. Those that still hold come first.

        What was over or taken back by the day is marked, and never crowds out what holds.
        """
        given = {"on": on, "known_on": known_on}
        found = self._cited_of("search", text.split(), given, listed=10 * limit)
        held = sorted(found["facts"], key=lambda each: each["no_longer_holds"])
        more = found["more_facts"] + max(0, len(held) - limit)
        found.update({"facts": held[:limit], "more_facts": more})
        return found

    async def actors(self, name: str = "") -> Mapping[str, object]:
        """Who an actor is, with all its names and codes; without a name, every actor."""
        return self._plain("actors", [name] if name else [])

    async def kinds(self, find: str = "") -> Mapping[str, object]:
        """What can be recorded to have happened; `find` is a word of the news, as `summoned`."""
        return self._plain("kinds", [], find=find)

    async def fact(self, handle: str) -> str:
        """A fact with its sources and its whole record, as JSON."""
        return self._asked(lambda: json_text(self._json("history", [handle], {})), ResourceError)

    async def answer(self, answer: str) -> str:
        """An answer that was cited, asked again: whether it is the same, and what differs."""
        return self._asked(
            lambda: json_text(verification_json(self._timeline.verify(answer))), ResourceError
        )

    # Lines

    async def draft_check(self, lines: str) -> Mapping[str, object]:
        """What lines of .facts would record, and how the ties of their pairs would read after it.

        Nothing is written. A line with a problem comes back with the sentence that says what is
        wrong, and what to write instead.
        """
        return self._record(lines, dry_run=True)

    async def add(self, lines: str) -> Mapping[str, object]:
        """Records lines of .facts: all of them, or nothing. Try `draft_check` first."""
        return self._record(lines, dry_run=False)

    async def settle(
        self, fact: str, source: str, held: str = "", moved: str = "", known_on: str = "",
        url: str = "", by: str = "", because: str = "", *, cancelled: bool = False,
        dry_run: bool = False,
    ) -> Mapping[str, object]:  # fmt: skip
        """Records the outcome of something planned: held or moved on a day, or cancelled.

        `source` is who says so; `by` is the actor who called it off.
        """

        def settled() -> Mapping[str, object]:
            given = Given(known_on or None, source, url, because=because, by=by)
            news = acts.settled(given, held, moved, self._today(), cancelled=cancelled)
            planned = self._timeline.fact(fact)
            request = Request("settle", f"settle {planned.name}")
            moment = self._timeline.moment("", self._today(), request)
            return receipt_json(self._timeline.act(planned, news, moment, dry_run=dry_run))

        return self._asked(settled)

    # What they share

    @property
    def _citing(self) -> Citing:
        return Citing(self._timeline, self._today(), self._version, self._base)

    def _typed(self, words: list[str], given: Mapping[str, str]) -> Typed:
        options = {name: text for name, text in given.items() if text}
        return Typed(tuple(words), options, self._timeline, self._today())

    def _cited(
        self, question: str, words: list[str], *, whole: bool = False, **given: str
    ) -> Cited:  # fmt: skip
        return self._cited_of(question, words, given, whole=whole)

    def _cited_of(
        self, question: str, words: list[str], given: Mapping[str, str], *, whole: bool = False,
        listed: int = MOST_FACTS,
    ) -> Cited:  # fmt: skip
        def cited() -> Cited:
            asked = question_class(question).read(self._typed(words, given))
            return self._citing.cited(self._timeline.ask(asked), whole=whole, listed=listed)

        return self._asked(cited)

    def _plain(self, question: str, words: list[str], **given: str) -> Mapping[str, object]:
        return self._asked(lambda: self._json(question, words, given))

    def _json(
        self, question: str, words: list[str], given: Mapping[str, str]
    ) -> Mapping[str, object]:
        asked = question_class(question).read(self._typed(words, given))
        return self._timeline.ask(asked).json

    def _record(self, lines: str, *, dry_run: bool) -> Mapping[str, object]:
        def recorded() -> Mapping[str, object]:
            document = self._timeline.read(lines, TYPED)
            request = Request("add", "add by an assistant")
            moment = self._timeline.moment("", self._today(), request)
            return cast(
                "Mapping[str, object]",
                receipt_json(self._timeline.record(document, moment, dry_run=dry_run)),
            )

        return self._asked(recorded)

    def _asked(self, ask: Callable[[], T], error: type[Exception] = ToolError) -> T:
        """What was asked; a refusal in its own words, with what would do instead.

        Raises the error with those words: of any other error an assistant is shown no word.
        """
        try:
            return ask()
        except Rejected as rejected:
            lines = [
                _refusal(f"{each.place}: {each.said}", map(spelling.line, each.fixes))
                for each in rejected.problems
            ]
            raise error("\n".join(lines)) from None
        except InvalidInput as refused:
            raise error(_refusal(refused.said, map(spelling.command, refused.fixes))) from None


def _refusal(said: str, fixes: Iterable[Fix]) -> str:
    """A sentence, and what would do instead, on one line."""
    pasted = "; ".join(fix.paste for fix in fixes)
    return on_one_line(f"{said} Instead: {pasted}" if pasted else said)
