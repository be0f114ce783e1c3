"""Where facts come from: origins, what rests on each alone, and from when to when."""

from __future__ import annotations

from domain.report import Report
from projections.sources import Source, source_json, sources, sources_json
from tests.builders import PAIR, a_fact, a_fact_state, day_number, reported

AFP = Report(publisher="AFP")
ZEIT = Report(publisher="Zeit")


def test_the_origin_with_most_reports_comes_first_and_then_the_first_by_name() -> None:
    facts = [a_fact(report=ZEIT), a_fact(report=AFP), a_fact(reported("2022-03-07", "Zeit"))]
    found = sources(map(a_fact_state, facts))

    assert [(source.origin, source.reports) for source in found] == [
        ("Zeit", 2),
        ("AFP", 1),
        ("Reuters", 1),
    ]


def test_a_fact_rests_on_an_origin_alone_where_no_other_reports_it() -> None:
    alone = a_fact(reported("2022-03-07", "AFP"), report=AFP)
    both = a_fact(reported("2022-03-08", "Tass", origin="Kremlin"), report=AFP)
    found = {source.origin: source for source in sources(map(a_fact_state, (alone, both)))}

    assert found.keys() == {"AFP", "Kremlin"}, "a report rests on its origin, if it names one"
    assert (found["AFP"].reports, found["AFP"].alone) == (3, 1)
    assert (found["Kremlin"].reports, found["Kremlin"].alone) == (1, 0)


def test_an_origin_spans_the_days_on_which_its_reports_were_known() -> None:
    (found,) = sources([a_fact_state(a_fact(reported("2022-03-09", "Reuters")))])

    assert (found.first, found.last) == (day_number("2022-03-05"), day_number("2022-03-09"))


def test_a_fact_without_a_report_names_no_origin() -> None:
    assert sources([a_fact_state(a_fact(report=None))]) == ()


def test_origins_are_plain_values_with_the_pair_asked_about() -> None:
    source = Source("AFP", 2, 1, day_number("2022-03-05"), day_number("2022-03-07"))

    assert source_json(source) == {
        "origin": "AFP",
        "reports": 2,
        "alone": 1,
        "first": "2022-03-05",
        "last": "2022-03-07",
    }
    assert sources_json([source], PAIR) == {
        "schema": "detente/sources@1",
        "a": PAIR.a,
        "b": PAIR.b,
        "sources": [source_json(source)],
    }
    assert sources_json([], None)["a"] is None
