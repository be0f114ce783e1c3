"""The options of questions: how each is typed, by the name that a question gives it."""

from __future__ import annotations

from typing import Final, NamedTuple


class Option(NamedTuple):
    """One option as typed: its flags, the name of its value, and what it means.

    `kind` is what the value is; a flag has none.
    """

    flags: tuple[str, ...]
    metavar: str | None
    help: str
    kind: type = str
    least: int | None = None

    @property
    def name(self) -> str:
        """What an address and a form call it: `known_on`."""
        return self.flags[0 if self.flags[0].startswith("--") else -1][2:].replace("-", "_")


def _flag(help_: str, *flags: str) -> Option:
    return Option(flags, None, help_, bool)


def _text(help_: str, metavar: str, *flags: str) -> Option:
    return Option(flags, metavar, help_)


OPTIONS: Final = {
    "on": _text("The day asked about; today unless said.", "DATE", "--on", "--as-of"),
    "known_on": _text(
        "Only what anyone could know by then.", "DATE", "--known-on", "--as-known-on"
    ),
    "and_known_on": _text("The other day of knowing, for one --on.", "DATE", "--and-known-on"),
    "recorded_by": _text("Only what this store had recorded by then.", "INSTANT", "--recorded-by"),
    "from": _text("The first day.", "DATE", "--from"),
    "to": _text("The last day.", "DATE", "--to"),
    "since": _text("The first day of knowledge.", "DATE", "--since"),
    "every": _text("day, week, month or year; month unless said.", "PERIOD", "--every"),
    "directed": _flag("A row for each direction.", "--directed"),
    "period": _text("2022-03, 2022-Q1, since 2022 …", "PERIOD", "-p", "--period"),
    "lens": _text("How facts become figures: `detente kinds lenses`.", "NAME", "--lens"),
    "and_lens": _text("The other lens, for one --on.", "NAME", "--and-lens"),
    "layer": Option(("--layer",), "NAME", "Where the facts come from; desk unless said.", list),
    "label": _text("Whether the ties were that, or when.", "LABEL", "--label"),
    "min_days": Option(
        ("--min-days",), "N", "How many days a label lasts that counts; 30 unless said.", int
    ),
    "day": _text("With --layer: every fact of that day.", "DATE", "--day"),
    "domain": _text("One domain only.", "DOMAIN", "--domain"),
    "find": _text("What a word of the news may mean: summoned, walked out.", "TEXT", "--find"),
    "by": _text("happened, or known: as a reader learned it.", "ORDER", "--by"),
    "order": _text("recorded, or known: as a reader learned it.", "ORDER", "--order"),
    "kinds_written": _text("Only these kinds: visit,talks or assault*.", "KIND", "--kind"),
    "doer": _text("Only what this actor did.", "ACTOR", "--by"),
    "toward": _text("Only what was done to this actor.", "ACTOR", "--toward"),
    "speed": Option(("--speed",), "N", "Days a second on a terminal; 0 prints lines.", float, 0),
    "last": Option(("--last",), "N", "The last N only.", int, 1),
    "only": _text("One section: in-force, ahead, …", "SECTION", "--only"),
    "only_kinds": Option(("--only",), "KIND", "Only that kind; more than once for more.", list),
    "overdue": _flag("What is past its time, and no outcome known.", "--overdue"),
    "exit_code": _flag("Exit with 1 if they differ.", "--exit-code"),
    "why": _flag("Show what every fact counts for.", "--why"),
    "brief": _flag("Verdict, figures, what is in force and ahead.", "--brief"),
    "all": _flag("Show every fact of each section.", "--all"),
    "with": _text("reports: who says so, for every fact.", "PART", "--with"),
    "persons": _flag("Show persons too, not only states and organizations.", "--persons"),
    "all_pairs": _flag("Every pair, and what changed in 30 days.", "--all"),
    "cite": _flag("How to cite the answer, instead of it; also --format bibtex.", "--cite"),
    "format": _text("table, plain, json, jsonl, csv or md.", "NAME", "--format"),
    "json": _flag("Short for --format json.", "--json"),
    "output": _text("Write there; its ending says the format.", "FILE", "-o", "--output"),
}
"""Every option of a question. What one question means in another way is said by the question."""

OF_ANSWERS: Final = ("cite", "format", "json", "output")
"""Options of every answer."""
