"""The citation of an answer: its title, clocks and lens, and where to verify it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.characters import on_one_line
from projections.answer import Stamp
from projections.words import full_day


@dataclass(frozen=True, slots=True)
class Citation:
    """An answer to be cited: its title and verdict, what was fixed, and who answered when.

    The title names the day of knowing where one was fixed.
    """

    title: str
    verdict: str
    known_on: date | None
    lens: str
    layer: str
    stamp: Stamp
    asked: date
    version: str

    @property
    def _known(self) -> str:
        return (
            "" if self.known_on is not None else f"as known to the store on {full_day(self.asked)}"
        )

    @property
    def _means(self) -> str:
        lens = f"lens {self.lens}, " if self.lens else ""
        record = f"{self.stamp.place} ({self.stamp.held})"
        return f"{lens}layer {self.layer}; {record}; answer {self.stamp.answer}"

    @property
    def sentence(self) -> str:
        """One sentence for a footnote.

        It names the answer, the day of knowledge, the lens, the record, and the answer's id.
        """
        verdict = f": {self.verdict}" if self.verdict else ""
        known = f", {self._known}" if self._known else ""
        return (
            f"{self.title}{known}{verdict}. Détente {self.version}, {self._means}; asked on"
            f" {full_day(self.asked)}."
        )

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX and BibLaTeX."""
        fields = {
            "author": "{{Détente}}",
            "title": f"{{{_braced(self.title)}}}",
            "year": f"{{{self.asked.year}}}",
            "month": f"{{{self.asked.month}}}",
            "howpublished": f"{{Détente {self.version}, {_braced(self.stamp.place)}}}",
            "note": f"{{{_braced(self._note)}}}",
        }
        body = "".join(f"  {name} = {value},\n" for name, value in fields.items())
        return f"@misc{{detente-{self.stamp.answer},\n{body}}}\n"

    @property
    def _note(self) -> str:
        return "; ".join(filter(None, (self.verdict, self._known, self._means)))

    @property
    def csl(self) -> dict[str, object]:
        """An item of CSL-JSON, as Zotero and pandoc read it."""
        return {
            "id": f"detente-{self.stamp.answer}",
            "type": "dataset",
            "title": self.title,
            "author": [{"literal": "Détente"}],
            "issued": {"date-parts": [[self.asked.year, self.asked.month, self.asked.day]]},
            "version": self.version,
            "archive": self.stamp.place.partition(" at ")[0],
            "archive_location": self.stamp.held,
            "number": self.stamp.answer,
            "note": self._note,
        }


def _braced(text: str) -> str:
    """A text that BibTeX takes as it is."""
    return "".join(_LATEX.get(letter, letter) for letter in on_one_line(text))


_LATEX: Final = {letter: f"\\{letter}" for letter in "{}%&#_$"} | {
    "\\": "\\textbackslash{}",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
}
