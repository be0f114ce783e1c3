"""Who does a deed in a question and to whom it is done, by where the actors stand around it."""

from __future__ import annotations

from itertools import pairwise
from typing import Final, NamedTuple

from projections.english.deeds import RECALLS
from projections.english.parts import ACTOR, OBJECT, Part, Parts

_NOTHING: Final = frozenset({"", "ever", "last", "first", "show", "not", "then", "count", "latest"})
"""Parts that stand between an actor and its deed without a word on who does it."""


_PAIR: Final = 2
_OF_BOTH: Final = "instrument:relations"
"""What two do to each other where both are said to do it: `did A and B break off relations`."""


class Roles(NamedTuple):
    """The actors of a deed by number: who does it, to whom, and those who do it together."""

    doer: int | None = None
    toward: int | None = None
    pair: tuple[int, ...] = ()


def roles(parts: Parts, deed: Part) -> Roles | None:
    """The roles of all actors; None where one has none, or where two have the same."""
    row = [part for part in parts.every if part.name not in _NOTHING]
    place = next(i for i, part in enumerate(row) if part is deed)
    assert deed.deed is not None
    actors = dict.fromkeys(part.actor for part in row if part.name == ACTOR)
    if deed.deed.together or _joined(row):
        return Roles(pair=tuple(actors)) if len(actors) <= 2 else None
    found: dict[int, str] = {}
    own = deed.deed.kinds == RECALLS and _ambassador_of(row)
    if own:
        rest = [actor for actor in actors if actor != own - 1]
        return Roles(own - 1, rest[0] if len(rest) == 1 else None) if len(rest) < 2 else None
    for i, part in enumerate(row):
        if part.name == ACTOR:
            role = _of_noun(row, i, place) if deed.noun else _of_verb(row, i, place)
            if role == "" or found.setdefault(part.actor, role) != role:
                return None
    by_role = {role: actor for actor, role in found.items()}
    if len(by_role) != len(found):
        both = set(found.values()) == {"doer"} and deed.deed.kinds.startswith(_OF_BOTH)
        return Roles(pair=tuple(actors)) if both and len(actors) == _PAIR else None
    return Roles(by_role.get("doer"), by_role.get("toward"))


def _ambassador_of(row: list[Part]) -> int:
    """One more than the actor whose own ambassador it is; 0 where none stands before one."""
    for part, after in pairwise(row):
        if part.name == ACTOR and after.name == OBJECT:
            return part.actor + 1
    return 0


def _joined(row: list[Part]) -> bool:
    """Whether two actors stand together, as in `between A and B`, `A and B ... each other`."""
    numbers = [i for i, part in enumerate(row) if part.name == ACTOR]
    if len(numbers) != 2 or not any(part.name == "together" for part in row):
        return False
    one, other = numbers
    return other - one == 2 and row[one + 1].name == "with"


def _of_verb(row: list[Part], i: int, place: int) -> str:
    """The role of the actor at a place of a row, beside a verb."""
    before = row[i - 1].name if i else ""
    passive = _passive(row, place)
    if before == "by":
        return "doer" if passive or i > place else "toward"
    if i < place:
        if before in ("with", "of", "about"):
            return ""
        if row[i + 1].name == "object" and any(part.name == ACTOR for part in row[i + 1 : place]):
            return "toward"  # `how many Russian diplomats did the US expel`
        return "toward" if passive else "doer"
    if any(part.name == ACTOR for part in row[place + 1 : i]) and before != "onto":
        return ""
    between = {part.name for part in row[place + 1 : i]}
    if before == "onto" or not between - {"object"}:
        return "toward" if not passive or before == "onto" else "doer"
    return ""


def _passive(row: list[Part], place: int) -> bool:
    """Whether a verb says what is done to what stands before it: `was A sanctioned`."""
    if row[place].text.split()[0].endswith("ing"):
        return False
    return any(part.name == "be" for part in row[:place])


def _of_noun(row: list[Part], i: int, place: int) -> str:
    """The role of the actor at a place of a row, beside a noun."""
    before = row[i - 1].name if i else ""
    if i == place - 1 and before != "give":
        return "doer"
    if before == "onto":
        return "toward"
    if before == "by" or (before == "of" and i > place):
        return "doer"
    if before in ("with", "about", "of"):
        return ""
    if before == "give" or row[i - 1] is row[place]:  # "gave A weapons", "who attacks A"
        return "toward"
    after = [part.name for part in (row[i + 1 : place] if i < place else row[i + 1 :])]
    if i < place:
        return "doer" if set(after) <= {"give", "object", "be", "do", "end", "start"} else ""
    return "doer" if "give" in after else ""
