"""Who says a row of a source: publisher, address and date of publication."""

from __future__ import annotations

from functools import lru_cache

from domain.refusal import InvalidInput
from domain.report import Report
from service.sources.cell_readers import Cells
from service.sources.dates import dates
from service.sources.rules import Rules
from service.sources.templates import report_of


class Reporter:
    """Who says a row: publisher, address and date, as the source gives them."""

    def __init__(self, rules: Rules, columns: dict[str, int]) -> None:
        reported = rules.reported
        self._missing = rules.reader.missing
        self._publisher, self._hosts = reported.publisher, reported.host_is_publisher
        self.publisher_at = columns.get(reported.publisher_column)
        self.published_at = columns.get(reported.published)
        self.url_at = columns.get(reported.url)
        self._publishing = dates(reported.published_formats)
        self._once = lru_cache(maxsize=1024)(self._report_of)

    def report(self, cells: Cells) -> Report | InvalidInput:
        """The report, or a refusal of its date."""
        return self._once(
            self._text(cells, self.publisher_at),
            self._text(cells, self.published_at),
            self._text(cells, self.url_at),
        )

    def publisher(self, cells: Cells) -> str:
        """Who published it: by its column, by its address, or as the rules say."""
        return self._named(self._text(cells, self.publisher_at), self.url(cells))

    def published(self, cells: Cells) -> str | InvalidInput:
        """The day on which it was published, or a refusal; empty where none is given."""
        return self._dated(self._text(cells, self.published_at))

    def url(self, cells: Cells) -> str:
        """Its address; empty where none is given."""
        return self._text(cells, self.url_at)

    @property
    def publisher_columns(self) -> tuple[int, ...]:
        """The columns by which a publisher is known."""
        named = self.publisher_at, self.url_at if self._hosts else None
        return tuple(at for at in named if at is not None)

    def _report_of(self, publisher: str, published: str, url: str) -> Report | InvalidInput:
        dated = self._dated(published)
        return (
            dated
            if isinstance(dated, InvalidInput)
            else report_of(self._named(publisher, url), dated, url)
        )

    def _named(self, publisher: str, url: str) -> str:
        return publisher or (host(url) if self._hosts else "") or self._publisher

    def _dated(self, published: str) -> str | InvalidInput:
        dated = self._publishing(published) if published else None
        return dated if isinstance(dated, InvalidInput) else dated.written if dated else ""

    def _text(self, cells: Cells, at: int | None) -> str:
        return "" if at is None or cells[at] in self._missing else cells[at].strip()


def host(url: str) -> str:
    """The site of an address, without `www.`; empty where the text is not an address."""
    parts = url.split("/", 3)
    return (
        parts[2].lower().removeprefix("www.")
        if len(parts) > 2 and parts[0] in ("http:", "https:")
        else ""
    )
