"""Which fact a block of a file is: by its handle, by its line, or as an edit of an earlier line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple

from domain.content import Content
from domain.fact import Fact
from domain.folding import slug
from domain.refusal import InvalidInput
from projections.receipt import Renamed
from service.choices import Choice
from service.differences import differences
from service.file_imports import EarlierImports, line_key, lines_of
from service.formats.document import Block, Document
from service.from_elsewhere import changed_by, correctable


class NamedBlock(NamedTuple):
    """A block with the handle of its fact.

    `elsewhere` is whether another file or hand recorded that fact here, so that the line is not an
    edit of it; `theirs` whether it corrects the fact all the same, because somebody chose that.
    """

    handle: str
    block: Block
    elsewhere: bool = False
    theirs: bool = False


class TwoVersions(NamedTuple):
    """A block, the fact here that has its handle, and the fields in which they contradict."""

    block: Block
    fact: Fact
    fields: tuple[str, ...]

    @property
    def correctable(self) -> bool:
        """Whether corrections can make the one out of the other."""
        return correctable(self.fields)


@dataclass
class Identified:
    """The blocks of a document with their handles, and what is to be said or decided of them.

    `renamed` got another handle than the file gives them; `recognised` are the facts of which a
    line without a handle was edited; `left_out` those that stay as they are by choice; `conflicts`
    wait for a choice. `gone` is how many facts an earlier import of the file brought, and no line
    of it means now.
    """

    named: list[NamedBlock] = field(default_factory=list)
    conflicts: list[TwoVersions] = field(default_factory=list)
    renamed: list[Renamed] = field(default_factory=list)
    recognised: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    gone: int = 0


def identify(
    document: Document,
    there: Mapping[str, Fact],
    earlier: EarlierImports,
) -> Identified:
    """What fact each block of a document is.

    A handle that somebody gave decides, unless another file or hand recorded a fact here that it
    contradicts. A handle that was made from a title decides nothing then: of other dates or
    parties, it is another fact.
    """
    identifying = _Identifying(there, earlier, document)
    for block in document.blocks:
        identifying.take(block)
    identifying.recognise()
    return identifying.found


def is_made(handle: str, title: str) -> bool:
    """Whether a handle may have been made from a title, with or without a number."""
    return is_numbered(handle, made_of(title))


def is_numbered(handle: str, stem: str) -> bool:
    """Whether a handle is another one, with or without a number behind it."""
    return re.fullmatch(rf"{re.escape(stem)}(-[1-9][0-9]*)?", handle) is not None


def numbered(stem: str, first: int = 1) -> Iterator[str]:
    """A handle with the numbers that keep it apart from others, from one on; 1 is not written."""
    return (stem if number == 1 else f"{stem}-{number}" for number in count(first))


def are_two(content: Content, fact: Fact) -> bool:
    """Whether what has the handle of a fact is another one: a title made it, for other days.

    Or for other parties. Of the same day and parties, it may be the same fact in other words.
    """
    there = fact.content
    made = is_made(fact.handle, fact.asserted.content.title) or is_made(fact.handle, there.title)
    return made and (content.dated, content.ties) != (there.dated, there.ties)


def made_of(title: str) -> str:
    """The handle that is made from a title, unless another fact has it."""
    return slug(title) or "fact"


def stems(document: Document) -> Iterator[str]:
    """The handles that the blocks of a document have, or are likely to get."""
    number = Counter[str]()
    for block in document.blocks:
        if block.handle:
            yield block.handle
        else:
            stem = made_of(block.content.title)
            number[stem] += 1
            yield stem if number[stem] == 1 else f"{stem}-{number[stem]}"


class _Family:
    """The facts here that have a handle in common but for its number, found as far as asked for."""

    def __init__(self, stem: str, there: Mapping[str, Fact], wanted: Collection[str] = ()) -> None:
        # Numbers that a document wants for others leave gaps behind.
        self._stem = stem
        self._there = there
        self._by_line: dict[tuple[str, ...], list[str]] = {}
        self._free = 0
        for handle in numbered(stem):
            fact = there.get(handle)
            if fact is None:
                if handle in wanted:
                    continue
                break
            for line in lines_of(fact) if fact.exists else ():
                self._by_line.setdefault(line, []).append(handle)

    def of_line(self, content: Content, taken: Iterable[str]) -> str | None:
        """The fact that has this line, and is not taken."""
        found = self._by_line.get(line_key(content), ())
        return next((handle for handle in found if handle not in taken), None)

    def free(self, taken: Iterable[str]) -> str:
        """The first handle that no fact has, and is not taken; later ones from there on."""
        for handle in numbered(self._stem, self._free + 1):
            self._free += 1
            fact = self._there.get(handle)
            if handle not in taken and (fact is None or not fact.exists):
                return handle
        raise AssertionError("numbers do not end")


class _Identifying:
    def __init__(
        self,
        there: Mapping[str, Fact],
        earlier: EarlierImports,
        document: Document,
    ) -> None:
        self._there = there
        self._earlier = earlier
        self._choices = document.choices
        self._families: dict[str, _Family] = {}
        self._wanted = {block.handle for block in document.blocks if block.handle}
        self._handles_of_line: dict[tuple[str, ...], set[str]] = {}
        for block in document.blocks:
            if block.handle:
                line = line_key(block.content)
                self._handles_of_line.setdefault(line, set()).add(block.handle)
        self._used = set[str]()
        self._fresh: list[int] = []
        self.found = Identified()

    def take(self, block: Block) -> None:
        """Finds the fact of one block."""
        if block.handle:
            self._given(block)
            return
        family = self._family(made_of(block.content.title))
        handle = family.of_line(block.content, self._wanted | self._used)
        if handle is None:
            self._fresh.append(len(self.found.named))
            self._name(NamedBlock(family.free(self._wanted | self._used), block))
        else:
            self._take_as(replace(block, handle=handle))

    def _name(self, named: NamedBlock) -> None:
        self._used.add(named.handle)
        self.found.named.append(named)

    def _family(self, stem: str) -> _Family:
        if stem not in self._families:
            self._families[stem] = _Family(stem, self._there, self._wanted)
        return self._families[stem]

    def _given(self, block: Block) -> None:
        known = None if self._is_known(block) else self._renumbered(block)
        self._take_as(replace(block, handle=known) if known else block)

    def _is_known(self, block: Block) -> bool:
        """Whether the fact with a block's handle is its own, or has its line."""
        fact = self._there.get(block.handle)
        if fact is None or not fact.exists:
            return False
        return self._earlier.owns(fact) or line_key(block.content) in lines_of(fact)

    def _renumbered(self, block: Block) -> str | None:
        """The fact of its line under another number, where somebody else numbered it.

        None of which the document has the line under that number too.
        """
        if self._earlier.typed or not is_made(block.handle, block.content.title):
            return None
        taken = self._used | self._handles_of_line.get(line_key(block.content), set())
        return self._family(made_of(block.content.title)).of_line(block.content, taken)

    def _take_as(self, block: Block) -> None:
        """A block by its handle, which it was given or has by its line."""
        fact = self._there.get(block.handle)
        if (
            fact is None
            or not fact.exists
            or (self._earlier.state(fact) and not self._is_two(block, fact))
        ):
            self._name(NamedBlock(block.handle, block))
        elif (contradicted := _contradicted(block, fact)) == () and block.handle not in self._used:
            self._name(NamedBlock(block.handle, block, elsewhere=True))
        else:
            self._differing(block, fact, contradicted)

    def _is_two(self, block: Block, fact: Fact) -> bool:
        """Whether a made handle is all that a block has in common with a fact begun elsewhere."""
        made = is_made(block.handle, block.content.title)
        return made and not self._is_known(block) and are_two(block.content, fact)

    def _differing(self, block: Block, fact: Fact, contradicted: tuple[str, ...] | None) -> None:
        """A block that does not edit the fact here that has its handle."""
        made = is_made(block.handle, block.content.title)
        family = self._family(made_of(block.content.title) if made else block.handle)
        known = family.of_line(block.content, self._used)
        if known == block.handle:
            known = family.of_line(block.content, {*self._used, block.handle})
        choice = self._choices.of(block.handle)
        if known is not None and self._agrees(block, self._there[known]):
            self._name(NamedBlock(known, block, elsewhere=True))
        elif choice is Choice.MINE:
            self.found.left_out.append(block.handle)
        elif choice is Choice.THEIRS and (not contradicted or correctable(contradicted)):
            self._name(NamedBlock(block.handle, block, elsewhere=True, theirs=True))
        elif choice is Choice.BOTH or (made and are_two(block.content, fact)):
            handle = family.free(self._wanted | self._used)
            self.found.renamed.append(Renamed(block.handle, handle, fact))
            self._name(NamedBlock(handle, block, elsewhere=True))
        else:
            self.found.conflicts.append(TwoVersions(block, fact, contradicted or ()))

    def _agrees(self, block: Block, fact: Fact) -> bool:
        """Whether a block edits a fact or contradicts it in nothing."""
        return self._earlier.state(fact) or _contradicted(block, fact) == ()

    def recognise(self) -> None:
        """Finds lines without a handle that were edited, and counts the facts that are gone."""
        held = {named.handle for named in self.found.named} | set(self.found.left_out)
        missing = {
            fact.handle: fact
            for fact in self._earlier.brought(but=held)
            if fact.exists and not _retracted(fact) and self._earlier.began(fact)
        }
        if not missing:
            return
        edited = _edited_lines([(i, self.found.named[i].block) for i in self._fresh], missing)
        for place, handle in edited.items():
            self.found.named[place] = self.found.named[place]._replace(handle=handle)
            self.found.recognised.append(handle)
        if edited or self._earlier.brings_any(held):
            self.found.gone = len(missing) - len(edited)


def _contradicted(block: Block, fact: Fact) -> tuple[str, ...] | None:
    """The fields in which a block contradicts a fact; None where it is dated as no such fact is."""
    try:
        fields = [each.field for each in differences(block, fact) if each.contradicts]
    except InvalidInput:
        return None
    return tuple(dict.fromkeys((*fields, *changed_by(block, fact))))


def _retracted(fact: Fact) -> bool:
    fact_state = fact.as_of()
    return fact_state is not None and fact_state.retracted


def _edited_lines(fresh: list[tuple[int, Block]], missing: Mapping[str, Fact]) -> dict[int, str]:
    """The facts of which lines were edited, by the places of these lines.

    One thing may differ of what, parties, date and title; and only where nothing else will do.
    """
    by_part: dict[tuple[int, tuple[object, ...]], set[str]] = {}
    for handle, fact in missing.items():
        if is_made(handle, fact.asserted.content.title):
            for part in _parts(fact.content):
                by_part.setdefault(part, set()).add(handle)
    found = {
        place: set[str]().union(*(by_part.get(part, ()) for part in _parts(block.content)))
        for place, block in fresh
    }
    wanted = Counter(handle for handles in found.values() for handle in handles)
    return {
        place: next(iter(handles))
        for place, handles in found.items()
        if len(handles) == 1 and wanted[next(iter(handles))] == 1
    }


def _parts(content: Content) -> Iterator[tuple[int, tuple[object, ...]]]:
    """A line without each of its parts in turn."""
    whole = ((content.kind, content.what), content.ties, content.dated, content.title)
    for left_out in range(len(whole)):
        yield left_out, (*whole[:left_out], *whole[left_out + 1 :])
