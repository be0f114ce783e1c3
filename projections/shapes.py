"""The shapes of a question in plain words: patterns of a sentence, and the question each is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final, NamedTuple

from domain.expectation import LABELS
from projections.asks import (
    Build,
    Worded,
    as_agenda,
    as_change,
    as_course,
    as_deeds,
    as_events,
    as_known_since,
    as_known_then,
    as_latest,
    as_state,
    as_turns,
    as_whether,
    as_why,
    on_a_day,
    without_days,
)
from projections.deeds import DEEDS, Deed
from projections.sentences import Sentence


class _Shape(NamedTuple):
    """How many actors a sentence has, its pattern, and the question that it is."""

    actors: int
    pattern: str
    build: Build


# The parts of patterns ----------------------------------------------------------------------------

_PAIR: Final = r"@\d(?:'s)?(?:-| and | & | with | vs\.? | versus )@\d(?:'s)?"
TIES: Final = (
    r"(?:(?:diplomatic|bilateral|political|overall|current|mutual) )?"
    r"(?:ties|relations|relationships?|links|dealings|things|matters|the situation)"
)
_OF_PAIR: Final = (
    rf"(?:(?:the )?{TIES} (?:between|of|among) {_PAIR}"
    rf"|(?:the )?{_PAIR} {TIES}"
    rf"|@\d's? {TIES} (?:with|to|and) @\d"
    rf"|{_PAIR})"
)
_BE: Final = r"(?:is|are|was|were)"
_LABEL: Final = "|".join(sorted((label.replace("-", "[ -]") for label in LABELS), reverse=True))
_QUALITY: Final = (
    r"(?:good|bad|poor|friendly|unfriendly|warm|cold|hot|stable|fine|normal|better|worse|friends"
    r"|allies|enemies|rivals|partners|on (?:good|bad|speaking) terms|difficult|troubled|at peace)"
)
_VERY: Final = r"(?:so |very |really |still |that |this |now |as )*"
_TURNED: Final = (
    r"(?:get(?:ting)? (?:better|worse)|got (?:better|worse)|improv(?:e|ed|ing)|worsen(?:ed|ing)?"
    r"|deteriorat(?:e|ed|ing)|sour(?:ed)?|break down|broke down|thaw(?:ed)?|normali[sz](?:e|ed)"
    r"|chang(?:e|ed|ing)|go (?:up|down)|decline(?:d)?|cool(?:ed)?)"
)
_NEWS: Final = r"(?: (?:news|facts?|events?|developments?|updates?|reports?|entries))?"
_SHOW: Final = (
    r"(?:(?:what|which|list|show|show all|list all|all) (?:are |were |is |was )?)?(?:the |all )?"
)


# The table ----------------------------------------------------------------------------------------


_OF_TIES: Final = (
    _Shape(
        2,
        rf"(?:what(?:'s| {_BE}) )?(?:the )?(?:current |present )?"
        rf"(?:state|status|nature|quality) of {_OF_PAIR}",
        on_a_day("state"),
    ),
    _Shape(2, rf"what(?:'s| {_BE}) (?:the )?{_OF_PAIR}(?: like)?", as_state),
    _Shape(
        2,
        rf"how(?:'s| is| are| was| were| have| has) {_OF_PAIR}"
        r"(?: (?:been|doing|going|getting (?:on|along)|looking|faring))?",
        as_state,
    ),
    _Shape(2, rf"how {_OF_PAIR} {_BE}(?: (?:doing|getting (?:on|along)))?", as_state),
    _Shape(2, rf"{_BE} @0 {_VERY}(?P<label>{_LABEL}) (?:with|to|towards?) @1", as_whether),
    _Shape(
        2,
        rf"{_BE} @0 {_VERY}(?:an? |{_QUALITY} )?(?:friends?|ally|enemy|rival|partner)"
        r" (?:of|to|with) @1",
        as_state,
    ),
    _Shape(2, rf"how (?:do|did|does) {_PAIR} get (?:on|along)", as_state),
    _Shape(2, rf"(?:how|where) (?:do|did|does) {_OF_PAIR} stand", as_state),
    _Shape(2, rf"how (?:{_QUALITY}|{_LABEL}) {_BE} {_OF_PAIR}", as_state),
    _Shape(2, rf"{_BE} {_OF_PAIR} {_VERY}{_QUALITY}", as_state),
    _Shape(2, rf"{_BE} {_OF_PAIR} {_VERY}(?P<label>{_LABEL})", as_whether),
    _Shape(2, rf"(?:{_OF_PAIR}|@\d @\d(?: {TIES})?)", as_state),
    _Shape(
        2,
        rf"what did (?:we|anyone|people|they) know (?:then |at the time )?"
        rf"(?:about|of) {_OF_PAIR}(?: (?:then|at the time))?",
        as_known_then,
    ),
    _Shape(2, rf"what do we (?:now )?know (?:now )?(?:about|of) {_OF_PAIR}", as_known_since),
    _Shape(
        2,
        rf"what (?:have we learned|did we not know(?: yet)?) (?:since )?"
        rf"(?:about|of) {_OF_PAIR}(?: since)?",
        as_known_since,
    ),
    _Shape(2, rf"why {_BE} {_OF_PAIR} {_VERY}(?P<label>{_LABEL}|{_QUALITY})", as_why),
    _Shape(2, rf"why {_BE} {_OF_PAIR}(?P<label>)", as_why),
    _Shape(2, rf"what (?:explains|is behind) {_OF_PAIR}(?P<label>)", as_why),
    _Shape(2, rf"(?:why|how) (?:did|do|have|has) {_OF_PAIR} {_TURNED}", as_change),
    _Shape(2, rf"what (?:has |have )?changed (?:between|in|for|about) {_OF_PAIR}", as_change),
    _Shape(
        2,
        rf"when did {_OF_PAIR} (?:last |first )?(?:turn|become|get|go|start to be)"
        rf" (?P<label>{_LABEL})",
        as_turns,
    ),
    _Shape(
        2, rf"when did {_OF_PAIR} (?:last |first |start to |begin to )?(?:{_TURNED}|turn)", as_turns
    ),
    _Shape(
        2, rf"(?:what {_BE} )?(?:the )?turning points (?:in|of|for|between) {_OF_PAIR}", as_turns
    ),
    _Shape(
        2,
        rf"how (?:did|have|has) {_OF_PAIR} (?:go|gone|develop(?:ed)?|evolved?|unfold(?:ed)?)",
        as_course,
    ),
    _Shape(
        2,
        rf"(?:show |draw )?(?:a |the )?(?:chart|graph|course|development|evolution|"
        rf"trend) (?:of|in|for) {_OF_PAIR}",
        as_course,
    ),
    _Shape(
        2, rf"what {_BE} in force (?:between|for) {_OF_PAIR}", on_a_day("state", only="in-force")
    ),
    _Shape(
        2,
        r"(?:which|what) (?:treaties|agreements|pacts|deals|sanctions|measures"
        rf"|restrictions)(?: and [a-z]+)? {_BE} (?:still )?(?:in force|in place)"
        rf" (?:between|for) {_OF_PAIR}",
        on_a_day("state", only="in-force"),
    ),
    _Shape(
        2,
        rf"(?:who|what|which) {_BE} (?:the|our|your) sources? (?:on|for|about|of)"
        rf" {_OF_PAIR}",
        without_days("sources"),
    ),
)
"""What is asked of the ties of two."""


_HAPPENED: Final = (
    r"what (?:(?:has|have) )?(?:happened|occurred|gone on|been happening|been going on|went on"
    r"|took place|is happening|is going on|was going on)"
)
_AHEAD: Final = (
    rf"what(?:'s| {_BE}| lies) (?:ahead|next|planned|scheduled|coming(?: up)?|due|upcoming"
    r"|on the agenda)"
)
_LATEST: Final = (
    r"(?:what(?:'s| is| are) )?(?:(?:the )?(?:latest|newest|most recent|recent)"
    rf"{_NEWS}|new(?= (?:on|about|between|from|in|of|for) )|any news|(?:the )?news)"
)


def _of_events() -> Iterator[_Shape]:
    for actors, who in ((2, _OF_PAIR), (1, r"@\d")):
        yield _Shape(actors, rf"{_HAPPENED} (?:between|with|in|to|of|on) {who}", as_events)
        yield _Shape(actors, rf"{_LATEST} (?:on|about|between|from|in|of|for) {who}", as_latest)
        yield _Shape(actors, rf"{_AHEAD} (?:for|between|with|in) {who}", as_agenda)
        yield _Shape(
            actors,
            r"(?:list |show )?(?:all )?(?:the )?(?:facts|events|everything)"
            rf" (?:between|on|about|of|for) {who}",
            as_events,
        )
    yield _Shape(
        2,
        rf"(?:when (?:will|do|are|is)|will) {_PAIR} (?:going to )?(?:next )?"
        r"(?:meet|talk|speak)(?: next| again)?",
        as_agenda,
    )
    yield _Shape(
        2,
        r"when(?:'s| is) the next (?:meeting|call|summit|visit|talks?|conversation)"
        rf" (?:between|of) {_PAIR}",
        as_agenda,
    )
    yield _Shape(
        2,
        r"(?:is|are) (?:there )?any(?:thing| meetings?| talks| calls?| visits?)"
        rf" (?:planned|scheduled|ahead)? ?(?:between|for) {_PAIR}(?: planned)?",
        as_agenda,
    )
    yield _Shape(
        2,
        r"what (?:did|has|have) @0 (?:do|done) (?:to|for|against) @1",
        as_deeds(None, "doer", "toward"),
    )
    yield _Shape(1, r"what (?:did|has|have) @0 (?:do|done)", as_deeds(None, "doer"))
    yield _Shape(1, r"(?:who|what) (?:is|was) @0", without_days("actors"))


def _of_one_actor() -> Iterator[_Shape]:
    board = on_a_day("board")
    yield _Shape(
        1,
        rf"who {_BE} @0's? (?:best |closest |worst )?(?:friends?|allies|ally|enem(?:y|ies)"
        r"|partners?|rivals?|adversar(?:y|ies))",
        board,
    )
    yield _Shape(1, rf"who {_BE} @0's? {TIES} with", board)
    yield _Shape(
        1,
        r"(?:who|which (?:countries|states)|with whom) (?:is|was|are|were|does|did) @0"
        r" (?:close(?:st)? to|(?:on good terms|at odds|at war|friendly) with"
        r"|get (?:on|along) with(?: best)?|have (?:good|bad|the best|the worst)"
        rf" {TIES} with)",
        board,
    )
    yield _Shape(
        1,
        rf"how(?:'s| {_BE}) @0's? {TIES}"
        r"(?: with (?:everyone|everybody|others|the world|its neighbou?rs|other"
        r" (?:countries|states)))?",
        board,
    )
    yield _Shape(1, rf"(?:the )?(?:state of )?@0's? {TIES}", board)


def _of_deeds(skeleton: str) -> Iterator[_Shape]:
    """The shapes of the deeds that a sentence names: those of all would take long to compile."""
    for deed in DEEDS:
        if re.search(rf"\b(?:{deed.verbs}|{deed.nouns})\b", skeleton):
            yield from _together(deed) if deed.together else _directed(deed)


_HAVE: Final = r"(?:did|have|has|had|do|does)"
_OFTEN: Final = r"(?P<last>last |most recently )?(?:first |ever |already )?"
_WHO: Final = r"(?:who|which (?:countries|states|actors)|what countries)"
_ONTO: Final = r"(?:on|against|towards?|to|for)"
_GIVEN: Final = (
    r"(?:imposed?|put|placed?|made?|make|gave|give|given|send|sent|launch(?:ed)?"
    r"|carr(?:y|ied) out)"
)


def _directed(deed: Deed) -> Iterator[_Shape]:
    """What one does to another; the passive has the one to whom it is done first."""
    verb, noun = f"(?:{deed.verbs})", f"(?:{deed.nouns})"
    them, other = (deed.whom.replace("{}", who) for who in ("@0", "@1"))
    toward, by, both = (
        as_deeds(deed, "toward"),
        as_deeds(deed, "doer"),
        as_deeds(deed, "doer", "toward"),
    )
    been = r"(?:was|were|is|are) @0|(?:has|have) @0 been"
    for actors, pattern, build in (
        (1, rf"{_WHO}(?: has| have| had| else)? {verb} {them}", toward),
        (1, rf"(?:who|by whom|when|how often) (?:{been}) {_OFTEN}{verb}(?: by)?", toward),
        (1, rf"(?:whom?|{_WHO}) {_HAVE} @0 {verb}", by),
        (1, rf"{_SHOW}{noun} (?:{_BE} |have been )?(?:imposed |put )?{_ONTO} @0", toward),
        (1, rf"{_SHOW}(?:{noun} (?:by|from) @0|@0's? {noun})", by),
        (2, rf"(?:when )?{_HAVE} @0 {_OFTEN}{verb} {other}", both),
        (2, rf"how (?:often|many times) {_HAVE} @0 {_OFTEN}{verb} {other}", both),
        (2, rf"(?:what|which) {noun} {_HAVE} @0 {_GIVEN} {_ONTO} @1", both),
        (2, rf"{_SHOW}(?:{noun} (?:by|from|of) @0|@0(?:'s)? {noun}) {_ONTO} @1", both),
        (2, rf"{_SHOW}{noun} {_ONTO} @0 (?:by|from) @1", as_deeds(deed, "toward", "doer")),
    ):
        yield _Shape(actors, pattern, build)


def _together(deed: Deed) -> Iterator[_Shape]:
    """What two do with each other."""
    verb, noun = f"(?:{deed.verbs})", f"(?:{deed.nouns})"
    last = r"(?P<last>last|latest|most recent|recent|first)"
    for pattern in (
        rf"(?:when |where )?{_HAVE} {_PAIR} {_OFTEN}{verb}(?P<late> last)?",
        rf"(?:when )?{_HAVE} @0 {_OFTEN}{verb}(?: with| to)? @1",
        rf"how (?:often|many times) {_HAVE} {_PAIR} {_OFTEN}{verb}",
        rf"how many {noun} (?:were there |have there been )?(?:between|of) {_PAIR}",
        rf"how many {noun} {_HAVE} {_PAIR} (?:have|had|hold|held)",
        rf"(?:when|what) (?:was|were|is) the {last} {noun} (?:between|of|with) {_PAIR}",
        rf"{_SHOW}(?:{last} )?{noun} (?:between|of) {_PAIR}"
        r"(?: were there| have there been| took place)?",
        rf"{_SHOW}(?:@0's? {noun} (?:with|and) @1|{_PAIR} {noun})",
    ):
        yield _Shape(2, pattern, as_deeds(deed))


def worded(sentence: Sentence) -> Worded | None:
    """The question that a sentence is; None where it has no shape, or days that do not fit it."""
    every = (_OF_TIES, _of_events(), _of_one_actor(), _of_deeds(sentence.skeleton))
    for shape in chain.from_iterable(every):
        if len(sentence.actors) != shape.actors:
            continue
        match = re.fullmatch(shape.pattern, sentence.skeleton)
        if match is not None:
            found = shape.build(sentence, match)
            if found is not None:
                return found
    return None
