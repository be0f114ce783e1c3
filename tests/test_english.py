"""The closed shapes of a question, and the command that each means."""

from __future__ import annotations

import pytest

from projections.english import SHAPES, Shape, read_closed


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("state of TUR–RUS ties on 2022-03-05", "state TUR–RUS --on 2022-03-05"),
        ("State of TUR-RUS ties", "state TUR-RUS"),
        ("State of TUR - RUS ties", "state TUR - RUS"),
        ("state of TUR and RUS", "state TUR and RUS"),
        ("What was the state of TUR—RUS relations at the end of 2020?", "state TUR—RUS --on 2020"),
        ("what is the state of TUR and RUS as of today?", "state TUR and RUS --on today"),
        ("how were TUR and RUS on 2022-03-05?", "state TUR and RUS --on 2022-03-05"),
        ("how are TUR and RUS", "state TUR and RUS"),
        (
            "what did we know about TUR and RUS on 2022-03-05?",
            "state TUR and RUS --on 2022-03-05 --known-on 2022-03-05",
        ),
        (
            "what did anyone know of TUR and RUS in 2020",
            "state TUR and RUS --on 2020 --known-on 2020",
        ),
        (
            "why were TUR–RUS ties hostile on 2022-03-05?",
            "why TUR–RUS --label hostile --on 2022-03-05",
        ),
        ("why are TUR and RUS relations not-assessable", "why TUR and RUS --label not-assessable"),
        ("why were TUR and RUS ties at war in 2022", "why TUR and RUS --label at war --on 2022"),
        ("why did straits count on 2022-03-05?", "why straits --on 2022-03-05"),
        ("when did TUR–RUS ties turn mixed?", "turns TUR–RUS --label mixed"),
        (
            "when did TUR and RUS relations become at war by 2022-03-05",
            "turns TUR and RUS --label at war --to 2022-03-05",
        ),
        (
            "what happened between TUR and RUS from 2022-02-24 to 2022-03-10",
            "replay TUR and RUS --from 2022-02-24 --to 2022-03-10",
        ),
        ("how did TUR–RUS ties go from 2014 to 2023?", "chart TUR–RUS --from 2014 --to 2023"),
        ("who were Turkey's ties with on 2022-03-05?", "board Turkey --on 2022-03-05"),
        ("what mentions ES-11/1?", "search ES-11/1"),
        ("why were TUR–RUS ties on 2022-03-05?", "why TUR–RUS --on 2022-03-05"),
        ("what was ahead between TUR and RUS", "agenda TUR and RUS"),
        (
            "what was in force between TUR and RUS on 2020-12?",
            "state TUR and RUS --on 2020-12 --only in-force",
        ),
        ("latest on TUR and RUS", "timeline TUR and RUS --last 10"),
        (
            "the latest about TUR and RUS as of yesterday.",
            "timeline TUR and RUS --on yesterday --last 10",
        ),
    ],
)
def test_a_question_means_a_command(question: str, words: str) -> None:
    assert " ".join(command(question)) == words


def command(question: str) -> list[str]:
    """The question as a command would be typed."""
    found = read_closed(question)
    assert found is not None
    verb = "chart" if found.name == "series" else found.name
    options = (
        word
        for name, value in found.options.items()
        for word in (f"--{name.replace('_', '-')}", value)
    )
    return [verb, *found.words, *options]


def test_names_of_many_words_stay_together() -> None:
    assert command("how were the United States and Bosnia on 5 March 2022") == [
        "state",
        "the United States and Bosnia",
        "--on",
        "5 March 2022",
    ]


def test_blanks_and_a_closing_mark_do_not_matter() -> None:
    assert command("  how   were TUR and\tRUS on  2022 ? ") == [
        "state",
        "TUR and RUS",
        "--on",
        "2022",
    ]


def test_what_was_not_given_leaves_no_option_behind() -> None:
    assert command("what did we know about TUR and RUS") == ["state", "TUR and RUS"]


@pytest.mark.parametrize("question", ["", "?", "hello", "who is TUR", "state of TUR"])
def test_another_question_has_no_closed_shape(question: str) -> None:
    assert read_closed(question) is None


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.example)
def test_every_example_is_read(shape: Shape) -> None:
    found = read_closed(shape.example.replace(" D", " 2022"))

    assert found is not None
    assert found.name == shape.name
    assert found.words[0] in ("A–B", "A and B", "A", "FACT", "TEXT")
    dated = "2022" in (*found.words, *found.options.values())
    assert dated or "on" not in shape.options or shape.example.startswith("latest")
