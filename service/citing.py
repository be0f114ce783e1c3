"""Answers that are cited: kept beside the record, and asked again from it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.answer import STREAM, Cited, CitedInWords, answer_stream
from domain.refusal import Broken, Failure, InvalidInput, Run
from projections.answer import ID_LENGTH, Answer, digest_of
from projections.verification import COUNTS_DIFFERENTLY, RECORD_CHANGED, SAME, Verification
from service.asking import answer_to
from service.checking import OF_DAMAGE, verified
from service.kept_citation import damaged, question_of, read_kept, sealed
from service.put_together import before_moving, is_borne_out, old_file_of

if TYPE_CHECKING:
    from service.timeline import Timeline

SHORTEST_ID: Final = 4
"""How many characters of an answer's name are enough, if no other begins with them."""

MOST_NAMED: Final = 5


def keep(timeline: Timeline, answer: Answer, title: str, on: date, program: str) -> Cited:
    """Keeps the question of an answer beside the record, unless it is kept already.

    Raises CannotWrite where the store cannot be written, or not now.
    """
    cited = Cited(
        question=answer.question.to_plain(),
        substance=answer.substance,
        rules=answer.question.rules,
        position=answer.record.position,
        digest=answer.record.digest,
        program=program,
        title=title,
        cited_on=on,
    )
    cited = sealed(answer.id, cited)
    timeline.store.keep_citation(answer.id, cited.model_dump_json().encode())
    timeline.wrote = True
    return cited


def cited(timeline: Timeline, name: str) -> tuple[str, Cited]:
    """The answer of that name, or the only one whose name begins so, and what was kept of it.

    Raises InvalidInput where no such answer was cited here.
    """
    kept = dict(_kept(timeline))
    plain = name.lower()
    if plain in kept:
        return plain, _read(timeline, plain, kept[plain])
    begun = [each for each in kept if len(plain) >= SHORTEST_ID and each.startswith(plain)]
    if len(begun) == 1:
        return begun[0], _read(timeline, begun[0], kept[begun[0]])
    near = begun[:MOST_NAMED] or get_close_matches(plain, kept, n=3, cutoff=0.5)
    said = f'{len(begun)} answers begin with "{plain}".' if begun else None
    raise InvalidInput(
        said or f'no answer "{plain}" was cited here.',
        *(Run.of("verify", each) for each in near),
        code="ambiguous-answer" if begun else "unknown-answer",
        values={"answer": plain},
    )


def _read(timeline: Timeline, name: str, kept: bytes | CitedInWords) -> Cited:
    """What was kept of an answer.

    Raises Broken where it cannot be read; other answers still can.
    """
    if isinstance(kept, bytes):
        return read_kept(name, kept)
    from service.cited_words import as_cited  # noqa: PLC0415  # for stores of before only

    return as_cited(timeline, name, kept)


def _kept(timeline: Timeline) -> Iterator[tuple[str, bytes | CitedInWords]]:
    """Every cited answer: those kept beside the record, and those once kept among its events."""
    beside = dict(timeline.store.citations())
    yield from beside.items()
    for stream in timeline.streams(timeline.store.select_layer(STREAM)):
        event = stream.events[0]
        name = stream.id.removeprefix(answer_stream(""))
        if name not in beside and isinstance(event, CitedInWords):
            yield name, event


@contextmanager
def _of_a_citation(timeline: Timeline, answer: str) -> Generator[None]:
    """Makes damage of what a kept question asks for that nobody could have asked here.

    Where the timeline itself is broken, that is left to whoever asked.
    """
    try:
        yield
    except Failure:
        raise
    except InvalidInput:
        raise damaged(answer) from None
    except OF_DAMAGE as error:
        if _is_sound(timeline):
            raise damaged(answer) from error
        raise


def _is_sound(timeline: Timeline) -> bool:
    """Whether a timeline is, but for its citations."""
    try:
        return all(flaw.kind == "citation" for flaw in verified(timeline).flaws)
    except InvalidInput:
        return False


def verify(timeline: Timeline, name: str) -> Verification:
    """Asks a cited answer again, and says whether it still follows from the record.

    Three cases: the same; the record up to its position was changed since; or the record is the
    same, and the program counts differently now. Raises InvalidInput for an answer that was not
    cited here.
    """
    answer, kept = cited(timeline, name)
    question = question_of(answer, kept)
    if (timeline.store.digest_at(kept.position) or b"").hex() != kept.digest:
        _check_of_this_record(timeline, answer, kept)
    digest = timeline.store.recomputed_digest(kept.position).hex()
    position = timeline.head().position
    with _of_a_citation(timeline, answer):
        rules = question.rules
        if digest != kept.digest:
            return Verification(answer, kept, RECORD_CHANGED, digest, rules, position)
        then = answer_to(timeline.at_position(kept.position), question)
        now = answer_to(timeline, question)
        same = _substance(then, kept) == kept.substance
    recorded, of_its_facts = timeline.since(kept.position, then.facts | now.facts)
    return Verification(
        answer,
        kept,
        SAME if same else COUNTS_DIFFERENTLY,
        digest,
        rules,
        position,
        now.id,
        now.substance == then.substance,
        recorded,
        tuple(of_its_facts),
    )


def _check_of_this_record(timeline: Timeline, answer: str, cited: Cited) -> None:
    """Raises Failure for an answer that was cited before all digests became others.

    And Broken where only a note says that it was. A note of rows that the record does not hold
    is passed over.
    """
    before = before_moving(timeline.store)
    if before is None or answer not in before.answers or not is_borne_out(timeline, before):
        return
    said = f'answer "{answer}" was cited before rows were put together here'
    old = old_file_of(timeline, cited)
    if old is None:
        raise Broken(
            f"{said}, as a note beside the events says, and no old file beside the timeline shows"
            " that: it does not fit the record here.",
            Run.of("verify", answer, db=f"OLD-{Path(timeline.store_name).name}"),
            code="cited-before-unseen",
            values={"answer": answer},
        )
    again = Run.of("verify", answer, db=str(old))
    raise Failure(f"{said}.", again, code="cited-before", values={"answer": answer})


def _substance(then: Answer, kept: Cited) -> str:
    """What an answer comes to, as it was kept: as a digest, or by the name that it once had."""
    return digest_of(then.plain)[:ID_LENGTH] if kept.in_words else then.substance
