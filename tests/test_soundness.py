"""Whether a store is sound, as plain values."""

from __future__ import annotations

from projections.soundness import ChainEnd, Flaw, Soundness, verify_json

END = ChainEnd(3, "ab" * 32)


def test_a_store_without_flaws_is_sound() -> None:
    plain = verify_json(Soundness("my.db", END, END, {"desk": 3}))

    assert (plain["sound"], plain["problems"], plain["more"]) == (True, [], 0)
    assert (plain["position"], plain["digest"]) == END
    assert plain["head"] == {"position": 3, "digest": END.digest}


def test_a_flaw_says_where_it_is_as_far_as_that_is_known() -> None:
    flaws = (Flaw("head", "gone"), Flaw("chain", "broken", 2, "desk/talks", 1))
    plain = verify_json(Soundness("my.db", END, flaws=flaws, more=4))
    places = [(flaw["position"], flaw["stream"], flaw["version"]) for flaw in plain["problems"]]

    assert (plain["sound"], plain["head"], plain["more"]) == (False, None, 4)
    assert places == [(None, None, None), (2, "desk/talks", 1)]
