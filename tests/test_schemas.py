"""Answers keep to their published schemas, and the schemas are strict."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import takewhile
from pathlib import Path
from typing import Final, TypeAlias, cast

import pytest
from jsonschema import Draft202012Validator

from domain import typed
from domain.content import CORRECTABLE
from domain.events import EVENTS
from domain.expectation import LABELS
from domain.kinds import DIMENSIONS, DOMAINS, KINDS
from projections.lenses.named import LENSES
from projections.questions.index import QUESTIONS as LISTED
from projections.schemas import SCHEMAS, index, written
from projections.schemas import schema_of as generated
from projections.search import FIELDS
from tests.console import NOW, Console
from tests.documented import documented

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
Object: TypeAlias = dict[str, Value]
Place: TypeAlias = tuple[str | int, ...]
Spot: TypeAlias = tuple[Value, Place, Value]

FOLDER: Final = Path(__file__).parent.parent / "docs" / "schemas"
FILES: Final = sorted(SCHEMAS)
TODAY: Final = NOW.date()


def schema_of(name: str) -> Object:
    if name in SCHEMAS:
        return generated(name)
    return cast(Object, json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


VALIDATORS: Final = {
    name: Draft202012Validator(schema_of(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name in FILES
}

# Questions ----------------------------------------------------------------------------------------

_SPELLED_OUT: Final = {
    "state@2": (
        """
        state turkey russia transit --on 2022-03-05
        state turkey russia transit --on 2022-03-05 --with reports
        state turkey russia --on 2022-03-05
        state turkey russia --on 2022-02-26 --known-on 2022-02-26
        state turkey russia --on 2022-03-05 --known-on 2022-03-05 --recorded-by 2026-11-22
        state turkey russia energy --on 2022-03
        state turkey usa #s-400 --on 2020
        state russia ukraine --on 2022-03-05
        state turkey fiji --on 2022-03-05
        state nato russia --on 1950
        state turkey russia --on 2022-03-05 --lens standing-flow
        state turkey russia --on 2022-03-05 --lens plover-net
        state turkey russia --on 2022-03-05 --lens goldstein-decay
        state turkey russia --on 2022-03-05 --lens cumulative
        """
    ),
    "spread@1": (
        """
        state turkey russia --on 2022-03-05 --lens all
        state turkey fiji --on 2022-03-05 --lens all
        state turkey russia #straits --on 2022-03 --known-on 2022-02-26 \
        --recorded-by 2026-11-22 --lens all
        """
    ),
    "timeline@1": (
        """
        timeline turkey russia --from 2022-02-24 --to 2022-03-01 --on 2022-03-05
        timeline --last 40
        timeline turkey --on 2019
        timeline turkey usa #s-400 --on 2020-12-31 --known-on 2020-06 --recorded-by 2026-11-22
        timeline turkey fiji --on 2022-03-05
        timeline #black-sea -p 2022-Q1
        """
    ),
    "why@1": (
        """
        why turkey russia transit --on 2022-03-05
        why turkey russia --on 2022-03-05 --label warm
        why turkey russia --on 2022-03-05 --known-on 2022-03-05 --recorded-by 2026-11-22
        why turkey russia energy --on 2022-03 --label warm
        why turkey fiji --on 2022-03-05
        why turkey russia transit --on 2022-03-05 --lens plover-net
        why turkey russia transit --on 2022-03-05 --lens goldstein-decay
        why turkey russia transit --on 2022-03-05 --lens cumulative
        """
    ),
    "unknown-fact@1": (
        """
        show straits --on 2022-02-20 --known-on 2022-02-20
        why straits --on 2022-02-20 --known-on 2022-02-20
        """
    ),
    "why-fact@1": (
        """
        why passage-dropped --on 2022-03-05
        why ban-claim --on 2022-03-05
        why straits --on 2022-02 --known-on 2022-03-05 --recorded-by 2026-11-22
        why straits --on 2021-02-28
        why putin-visit --on 2022-03-05
        why black-sea --on 2022-03-05
        why straits --on 2022-03-05 --lens plover-net
        why straits --on 2022-03-05 --lens goldstein-decay
        why passage-dropped --on 2022-03-05 --lens cumulative
        """
    ),
    "learned@1": (
        """
        learned turkey russia --on 2022-03-05
        learned turkey russia transit --on 2022-03 --known-on 2022-03-05 --recorded-by 2026-11-22
        learned russia ukraine --on 2022-03-05 --since 2022 --last 5 --lens cumulative
        learned turkey fiji --on 2022-03-05
        """
    ),
    "knew@1": (
        """
        knew straits --on 2022-03-05
        knew straits --on 2022-02-20 --recorded-by 2026-11-22
        knew straits --on 2022-02-20 --recorded-by 2020-12-31
        knew call --on 2022-03-05
        knew ban-claim --on 2022-02-26
        """
    ),
    "diff@1": (
        """
        diff turkey russia 2022-02-23 2022-03-05
        diff turkey russia transit 2022-02 2022-03 --known-on 2022-03-05 --recorded-by 2026-11-22
        diff turkey russia --on 2022-02-26 --known-on 2022-02-26 --and-known-on 2022-03-05
        diff turkey russia transit --on 2022-03-05 --lens standing-flow --and-lens plover-net
        diff turkey russia 2022-02-23 2022-03-05 --lens goldstein-decay
        diff turkey russia --on 2022-03-05 --lens cumulative --known-on 2022-02-26 \
        --and-known-on 2022-02-28 --and-lens plover-net
        diff turkey fiji 2022-02-23 2022-03-05
        """
    ),
    "hindsight@1": (
        """
        hindsight turkey russia --on 2022-02-26
        hindsight turkey russia --on 2016 --lens cumulative
        hindsight russia ukraine --on 2022-02-24 --known-on 2022-03-05 \
        --recorded-by 2026-11-22 --lens plover-net
        hindsight turkey russia transit --on 2022-02-26 --lens goldstein-decay
        hindsight turkey fiji --on 2022-03-05
        """
    ),
    "agenda@1": (
        """
        agenda turkey russia --on 2022-02-20
        agenda --on 2022-02-01
        agenda turkey --on 2019-10 --known-on 2019-10-20 --recorded-by 2026-11-22
        agenda --overdue --on 2022-03-05
        agenda turkey fiji --on 2022-03-05
        agenda turkey russia #mediation --on 2022-02-20
        """
    ),
    "replay@1": (
        """
        replay turkey russia --from 2022-02-26 --to 2022-02-28
        replay turkey usa --from 2022-02-20 --to 2022-03-01 --by known
        replay turkey russia transit --from 2022-02-24 --to 2022-03 --known-on 2022-02-28 \
        --recorded-by 2026-11-22
        replay turkey ukraine --from 2022-02-24 --to 2022-03 --by known --known-on 2022-02-28
        replay turkey russia --from 2022-02-24 --to 2022-03-05 --lens plover-net
        replay turkey russia --from 2022-02-24 --to 2022-03-05 --lens goldstein-decay
        replay turkey russia --from 2022-02-24 --to 2022-03-05 --lens cumulative
        replay turkey fiji --from 2022-02-24 --to 2022-03-05
        """
    ),
    "turns@1": (
        """
        turns russia ukraine --from 2022-02-20 --to 2022-02-26
        turns turkey russia --from 2015-11-20 --to 2015-12 --label tense
        turns turkey russia transit --from 2022-02-20 --to 2022-03-05 --known-on 2022-02-28 \
        --recorded-by 2026-11-22
        turns turkey russia transit --from 2022-02-20 --to 2022-03-05 --lens plover-net
        turns turkey russia transit --from 2022-02-20 --to 2022-03-05 --lens goldstein-decay
        turns turkey russia transit --from 2022-02-20 --to 2022-03-05 --lens cumulative
        turns turkey fiji --to 2022-03-05
        """
    ),
    "panel@1": (
        """
        panel turkey --from 2021-12 --to 2022-03-31
        panel turkey russia energy --directed --every year --from 2014 --to 2023 --by known
        panel --every year --from 1950 --to 2023 --known-on 2022-03-05 --recorded-by 2026-11-22
        panel nato #s-400 --from 2021-12 --to 2022-03-31 --lens goldstein-decay
        panel fiji --from 2021-12 --to 2022-03-31
        """
    ),
    "series@1": (
        """
        chart turkey russia transit --from 2022-02-26 --to 2022-02-28
        chart turkey russia --from 2022-02-24 --to 2022-03-10
        chart turkey russia --from 2020-01 --to 2022-03 --known-on 2022-03-05 \
        --recorded-by 2026-11-22
        chart turkey usa #s-400 --from 2020-12-01 --to 2020-12-31 --lens plover-net
        chart turkey russia --from 2022-02-24 --to 2022-03-10 --lens goldstein-decay
        chart turkey russia --from 2022-02-24 --to 2022-03-10 --lens cumulative
        chart turkey fiji --from 2022-02-24 --to 2022-03-05
        """
    ),
    "board-pairs@1": (
        """
        board --all --on 2022-03-05
        board --all --on 2022-03 --known-on 2022-02-26 --recorded-by 2026-11-22 --domain transit
        board --all --on 1950 --lens plover-net
        """
    ),
    "board@1": (
        """
        board turkey --on 2022-03-05
        board nato --on 2022-03 --known-on 2022-02-26 --recorded-by 2026-11-22
        board turkey --on 2022-03-05 --domain energy --lens plover-net
        board turkey --on 2022-03-05 --lens goldstein-decay
        board turkey --on 2022-03-05 --lens cumulative
        board fiji --on 2022-03-05
        """
    ),
    "search@1": (
        """
        search straits ships --on 2022-03-05
        search S-400 --last 20
        search '"black sea"' --on 2022 --known-on 2022-02-26 --recorded-by 2026-11-22
        search erdogan putin --on 2022-03-05
        search reuters --on 2016
        search fiji --on 2022-03-05
        """
    ),
    "fact@1": (
        """
        show ban-claim --on 2022-03-05
        show straits --on 2022-03
        show straits --on 2021-02-28
        show putin-visit --on 2022-03-05 --known-on 2022-03-05 --recorded-by 2026-11-22
        show black-sea --on 2022-03-05
        """
    ),
    "history@1": (
        """
        history putin-visit
        history biden-brussels --order known
        history ban-claim
        history straits
        history black-sea
        """
    ),
    "actors@1": "actors --on 2022-03-05\nactors --on 1950",
    "actor@1": "actors turkey\nactors tur.erdogan\nactors SUN --on 1950\nactors EU",
    "kinds@1": "kinds assessment\nkinds contact\nkinds\nkinds summon\nkinds --find recalled",
    "lenses@1": "kinds lenses",
    "sources@1": "sources turkey russia\nsources turkey fiji\nsources",
    "stats@1": "stats",
    "check@1": "check --only overdue,duplicate\ncheck",
    "verify@1": "verify",
    "digest@1": "digest",
}
"""Command lines on the bundled sample, by the schema of their answers."""

AWKWARD_FACTS: Final = """
../  TUR > RUS  instrument:embargo/trade  Always there, ended, and nobody knows when  ^vague-end
    report Press, 2021-01-01
[2020-06-01..]  TUR = RUS  instrument:treaty/trade  Begun some day from June on  ^from-june
    report Press, 2021-01-01
2020-01-01  TUR = RUS  instrument:treaty/energy  A pact that goes and comes  ^pact
    report Press, 2020-01-01
    expires 2021-02-05
    suspended 2020-05-01, Press
    resumed 2020-06-01, Press
    renewed 2026-02-05, Press, 2021-02-03
    ended 2021-12~, Press, 2022-01-05
2021-08-15  TUR > RUS  mobilize:troops/security  Troops, denied, confirmed, retracted, and back  \
^troops
    report Press, 2021-08-16, https://example.org/troops, origin=tur-mfa, voice=official, grade=B2
    denied Ministry, 2021-08-18
    confirmed Observers, 2021-09-01
    retracted 2021-12-01, because wrong valley
    reinstated 2021-12-05, because it was the right one
2021-08-16  TUR > RUS  accuse/security  Told, and withdrawn  ^withdrawn
    report Press, 2021-08-16
    retracted 2021-09-01, because wrong country
2021-07-01  TUR > RUS  accuse:allege/security  Rumour  ^rumour
    report Blog, 2021-07-01, grade=D5
[..2021-05-10]  TUR = RUS  cooperate/trade  A deal some day before  ^deal
    known 2021-05-11
2021-06-01  TUR > RUS  stance:supports/energy  For the pipeline  ^for-it  #pipeline
    report Press, 2021-06-01
2021-06-02  RUS > TUR  stance:opposes/energy  Against the pipeline  ^against-it  #pipeline
    report Press, 2021-06-02
2021-12-XX  TUR > RUS  aid/humanitarian  Everything that can be said  ^everything  #quake #aid
    report Press, 2021-12-31
    note a remark
    people tur.erdogan, rus.putin
    place Ankara
    level president
    weight -2.5, because it was no gift
    episode quake
    grade A1
    code CAMEO 1.1b3 057
    goldstein -3.5
    corrected place Istanbul, 2022-01-03, because of the map
    corrected weight 3, 2022-01-04
2021-12  TUR = RUS  planned:summit/diplomacy  A summit that slips  ^summit
    announced 2021-11-01, Press
    cancelled 2021-11-05, Press
    moved 2022-01, Press, 2021-11-20
    moved 2022-02, Press, 2021-12-20
    held 2022-02~, Press, 2022-03-02
"""

MISTAKE: Final = (
    "2021-11-11  TUR = RUS  visit/diplomacy  A visit recorded by mistake  ^mistake; report Press,"
    " 2021-11-11"
)

AWKWARD: Final = {
    "state@2": (
        "state turkey russia --on 2022-01-15\nstate turkey russia --on 2021-12-15 --known-on"
        " 2021-12-02"
    ),
    "spread@1": "state turkey russia --on 2022-01-15 --lens all",
    "timeline@1": "timeline turkey russia --on 2022-01-15",
    "why@1": "why turkey russia --on 2022-01-15 --label at-war",
    "why-fact@1": (
        """
        why everything --on 2022-01-15
        why everything --on 2022-01-15 --lens goldstein-decay
        why withdrawn --on 2022-01-15
        why summit --on 2021-12-15
        """
    ),
    "diff@1": (
        "diff turkey russia 2021-08-20 2022-03-05\ndiff turkey russia --on 2021-10 --known-on"
        " 2021-08-17 --and-known-on 2021-12-02"
    ),
    "hindsight@1": (
        "hindsight turkey russia --on 2021-08-20\nhindsight turkey russia --on 2021-12-31"
    ),
    "agenda@1": "agenda --on 2022-01-15\nagenda --overdue --on 2022-01-15 --known-on 2021-12-01",
    "replay@1": (
        """
        replay turkey russia --from 2021-08-01 --to 2022-03-05
        replay turkey russia --from 2021-08-01 --to 2022-03-05 --by known
        """
    ),
    "turns@1": "turns turkey russia --from 2021-05-25 --to 2021-06-05",
    "series@1": (
        "chart turkey russia --from 2022-01-14 --to 2022-01-15\nchart turkey russia --from"
        " 2020-05-01 --to 2020-05-02"
    ),
    "board@1": "board turkey --on 2022-01-15",
    "search@1": "search quake --on 2022-01-15\nsearch press --on 2022-01-15",
    "fact@1": (
        "show everything --on 2022-01-15\nshow withdrawn --on 2022-01-15\nshow summit --on"
        " 2021-12-15\nshow deal --on 2022-01-15"
    ),
    "history@1": (
        "history pact\nhistory troops\nhistory everything\nhistory summit\nhistory deal\nhistory"
        " mistake"
    ),
    "sources@1": "sources turkey russia",
    "draft@1": "draft wire.txt --published 2022-03-10\ndraft page.html",
    "stats@1": "stats",
    "check@1": "check",
    "verify@1": "verify",
    "verify-answer@1": "verify CITED",
}
"""Command lines on a timeline of facts that the sample does not have the like of."""


ARTICLES: Final = {
    "wire.txt": (
        "Turkish officials visited Kyiv. Moscow denied that it had shelled Ukraine.\n\nRussia and"
        " Turkey share a history.\n"
    ),
    "page.html": (
        "<html><head><title>Row</title><meta property='article:published_time'"
        " content='2022-03-10T08:00:00Z'><meta property='og:site_name' content='Example Wire'>"
        "<link rel='canonical' href='https://example.org/row'></head><body><article><p>Turkish"
        " President Tayyip Erdogan met Vladimir Putin in Ankara on Tuesday. Ankara accused Moscow"
        " of lying, the Turkish foreign ministry said.</p></article></body></html>"
    ),
}
"""What the desk drafts lines for."""

ROWS: Final = """id,date,actor,what,recipient,title,publisher,published,url
1,2015-11-24,Turkey,assault,Russia,Turkey shoots down a Russian jet,Reuters,2015-11-24,
2,2015-11-28,Russia,sanction,Turkey,Russia announces sanctions,AFP,2015-11-28,
3,2016-06-27,Turkey,retreat,Russia,Turkey regrets,AFP,2016-06-27,
4,2016-06-28,Russia,visit,Turkey,The presidents meet,AFP,2016-06-28,
5,2016-06-29,Russia,visit,Turkey,The ministers meet,AFP,2016-06-29,
6,2016-06-20,Russia,accuse,Turkey,Russia blames Turkey,AFP,2016-06-28,
7,2016-06-20,Turkey,aid,Russia,Turkey helps,AFP,2016-07-02,
"""

LAYERED: Final = {
    "layer-state@2": (
        """
        state turkey russia --on 2016-06-28 --layer sheet
        state turkey russia --on 2016-07-05 --layer sheet
        state turkey russia trade --on 2016-06-28 --known-on 2016-06-28 \
        --recorded-by 2026-11-22 --layer sheet
        """
    ),
    "layer-why@1": (
        """
        why turkey russia --on 2016-06-28 --layer sheet
        why turkey russia --on 2016-07-05 --layer sheet
        """
    ),
    "layer-day@1": (
        """
        why turkey russia --on 2016-06-28 --layer sheet --day 2016-06-27
        why turkey russia --on 2016-06-28 --layer sheet --day 2016-06-28
        why turkey russia --on 2016-06-28 --layer sheet --day 2015-11-28
        """
    ),
    "layer-diff@1": (
        """
        diff turkey russia 2015-11-25 2016-06-29 --layer sheet
        diff turkey russia 2016-06-29 2015-11-25 --layer sheet
        diff turkey russia --on 2016-06-30 --known-on 2016-06-27 --and-known-on 2016-06-28 \
        --layer sheet
        diff turkey russia trade 2016-06-29 2016-06-29 --layer sheet
        """
    ),
    "layer-hindsight@1": (
        """
        hindsight turkey russia --on 2016-06-27 --layer sheet
        hindsight turkey russia --on 2016-06-29 --known-on 2016-06-30 --layer sheet
        """
    ),
    "layer-replay@1": (
        """
        replay turkey russia --from 2016-06-20 --to 2016-07-05 --layer sheet
        replay turkey russia --from 2016-06-20 --to 2016-07-05 --layer sheet --by known
        replay turkey russia --from 2016-01-01 --to 2016-01-05 --layer sheet
        """
    ),
    "layers@1": (
        """
        state turkey russia --on 2016-06-28 --layer desk --layer sheet
        diff turkey russia 2015-11-25 2016-06-29 --layer desk --layer sheet
        hindsight turkey russia --on 2016-06-27 --layer desk --layer sheet
        replay turkey russia --from 2016-06-20 --to 2016-07-05 --layer desk --layer sheet
        """
    ),
    "stats@1": "stats",
    "verify@1": "verify",
}
"""Command lines on a timeline with rows of a source beside the desk's facts."""

DESK_FILES: Final = {
    "first": """
2022-02-XX  TUR > RUS  instrument:sanctions/trade  A ban  ^ban
    report Reuters, 2022-02-28
2022-03-05  TUR > RUS  accuse/security  Words  ^words
    report AFP, 2022-03-05
    denied Ministry, 2022-03-06
    place Ankara
2022-03-06  TUR = RUS  planned:visit/diplomacy  A visit  ^visit
    announced 2022-03-01, AFP
2021-01-01  TUR = UKR  instrument:treaty/trade  A pact  ^pact
    report AFP, 2021-01-02
    expires 2023-01-01
2020-05-01  TUR = GEO  talks/diplomacy  Talks  ^talks
    report AFP, 2020-05-02
""",
    "other": """
2021-01-01  TUR = UKR  instrument:treaty/trade  A pact  ^pact
    report Reuters, 2021-01-03
    expires 2023-01-01
""",
    "second": """
2022-03-05  TUR > RUS  accuse/security  Words  ^words
    report AFP, 2022-03-05
2022-03-06  TUR = RUS  planned:visit/diplomacy  A visit  ^visit
    announced 2022-03-01, AFP
2020-05-01  TUR = GEO  talks/diplomacy  Talks  ^talks
    report AFP, 2020-05-02
""",
    "third": """
2022-02-XX  TUR > RUS  instrument:sanctions/trade  A ban  ^ban
    report Reuters, 2022-02-28
2022-03-05  TUR > RUS  accuse/security  Words  ^words
    report AFP, 2022-03-05
2022-03-06  TUR = RUS  planned:visit/diplomacy  A visit  ^visit
    announced 2022-03-01, AFP
""",
    "more": """
@actor moon  The Moon  type=state
@assert 2022-03-05  TUR RUS  mixed
2022-01-01  TUR = GEO  talks/diplomacy  More talks
    report AFP, 2022-01-02
2022-01-02  TUR = UKR  talks/diplomacy  Still more
    report AFP, 2022-01-02
2022-01-03  TUR = USA  talks/diplomacy  And more
    report AFP, 2022-01-03
2022-01-04  TUR = FRA  talks/diplomacy  No end
    report AFP, 2022-01-04
""",
}
"""What a file of the desk holds, one time after the other, and what two others hold."""

MIXED_ROWS: Final = f"""{ROWS}6,2016-07-01,Turkey,visit,Russia,No such day,AFP,2016-99-01,
7,2016-07-01,Turkey,visit,Atlantis,No such state,AFP,2016-07-01,
8,2016-07-01,Turkey,visit
"""

_CODED_COLUMNS: Final = (
    "Event ID,Event Date,Source Name,Source Sectors,Source Country,CAMEO Code,Intensity,"
    "Target Name,Target Sectors,Target Country,Story ID,Sentence Number,Publisher"
)
CODED_ROWS: Final = (
    _CODED_COLUMNS.replace(",", "\t")
    + """
1	2015-11-24	Turkey	NA	Turkey	112	-2	Russia	NA	Russia	7	1	NA
2	2015-11-24	Turkey	NA	Turkey	112	-2	Turkey	NA	Turkey	7	2	NA
"""
)

RECORDING: Final = {
    "recorded@1": (
        """
        import copy.jsonl --dry-run
        import copy.jsonl
        import desk.facts --sync
        import desk.facts --sync --yes --dry-run
        import desk.facts --sync --yes
        import more.facts --dry-run
        import more.facts
        undo --dry-run
        undo --because mistake
        add "2022-03-07  TUR > RUS  accuse/security  A quarrel  ^quarrel; report AFP, 2022-03-07" --dry-run
        add "2022-03-07  TUR > RUS  accuse/security  A quarrel  ^quarrel; report AFP, 2022-03-07" --author ana
        add "2022-03-07  TUR > RUS  accuse/security  A row  ^quarrel; report AFP, 2022-03-07"
        schedule "2022-04-XX  TUR = RUS  planned:call/diplomacy  A call  ^call; announced 2022-03-05, AFP"
        settle call --moved 2022-05 --known-on 2022-04-01
        settle visit --held 2022-03-06 --source AFP
        deny quarrel --source Ministry --dry-run
        deny quarrel --source Ministry
        confirm quarrel --source AFP
        report quarrel --source Reuters --known-on 2022-03-08
        correct quarrel --set place=Ankara --because "it was left out"
        suspend pact --on 2021-06-01
        resume pact --on 2021-07-01
        renew pact --until 2024-01-01
        end pact --on 2023-06-01
        retract quarrel --because "wrong day"
        reinstate quarrel
        add "2022-03-09  TUR = UKR  talks/diplomacy  A slip  ^slip" --author ana
        undo --author ben
        import rows.csv --rules csv --limit 3 --dry-run
        import rows.csv --rules csv
        deny sheet/4 --source Kremlin --known-on 2016-06-28
        import rows.csv --rules csv --author ana
        import coded.tab --rules icews --gone retract
        """  # noqa: E501  # a command is one line
    ),
}
"""Command lines that record, one after the other on a timeline of their own."""


_ASKED: Final = {
    line.split()[0] for page in _SPELLED_OUT.values() for line in page.strip().splitlines()
}
SAMPLE: Final = _SPELLED_OUT | {
    f"{each.name}@1": "\n".join(documented(each.command))
    for each in LISTED
    if each.group and each.command not in _ASKED
}
"""What is asked of any other question stands on the page of its command."""


def lines(pages: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (name, line.strip()) for name, page in pages.items() for line in page.strip().splitlines()
    ]


QUESTIONS: Final = [
    (store, *asked)
    for store, pages in (
        ("sample", SAMPLE),
        ("awkward", AWKWARD),
        ("layered", LAYERED),
        ("recording", RECORDING),
    )
    for asked in lines(pages)
]
EXAMPLES: Final = {
    name: [
        *(("sample", page.strip().splitlines()[0]) for of, page in SAMPLE.items() if of == name),
        *(("awkward", line) for of, line in lines(AWKWARD) if of == name),
        *(("layered", line) for of, line in lines(LAYERED) if of == name),
        *(("recording", line) for of, line in lines(RECORDING) if of == name),
    ]
    for name in FILES
}
"""What is spoiled: small answers, and odd ones."""


class Desk:
    """Timelines that answer in JSON; each question is asked once."""

    def __init__(self, folder: Path) -> None:
        sample, awkward = folder / "sample", folder / "awkward"
        self._consoles = {"sample": Console(sample), "awkward": Console(awkward)}
        self._given: dict[tuple[str, str], str] = {}
        sample.mkdir()
        awkward.mkdir()
        (awkward / "awkward.facts").write_text(AWKWARD_FACTS, encoding="utf-8")
        for article, text in ARTICLES.items():
            (awkward / article).write_text(text, encoding="utf-8")
        self._consoles["awkward"].environ["DETENTE_DB"] = "awkward.db"
        for line in (
            ["init", "awkward.db"],
            ["import", "awkward.facts"],
            ["add", MISTAKE],
            ["undo", "--because", "wrong store"],
        ):
            printed, code = self._consoles["awkward"].run(line)
            assert code == 0, printed
        cited = json.loads(
            self._consoles["awkward"].run(
                ["state", "turkey", "russia", "--on", "2022-01-15", "--json"]
            )[0]
        )
        self._cited = str(cited["stamp"]["answer"])
        for line in (
            ["state", "turkey", "russia", "--on", "2022-01-15", "--cite"],
            ["deny", "pact", "--source", "Ministry"],
        ):
            assert self._consoles["awkward"].run(line)[1] == 0
        self._consoles["layered"] = _layered(folder / "layered")
        self._consoles["recording"] = _recording(folder / "recording")

    def answer(self, store: str, line: str) -> Object:
        if (store, line) not in self._given:
            # What is recorded depends on what was recorded before.
            asked = [each for _, each in lines(RECORDING)] if store == "recording" else [line]
            for each in asked:
                self._ask(store, each)
        return cast(Object, json.loads(self._given[store, line]))

    def _ask(self, store: str, line: str) -> None:
        words = shlex.split(line.replace("CITED", self._cited))
        out, err, _ = self._consoles[store].apart([*words, "--json"])
        assert out, f"{line}: {err}"
        self._given[store, line] = out


def _layered(folder: Path) -> Console:
    """A timeline with a layer, of which something more was said of two facts.

    And with a row of an event that was changed.
    """
    folder.mkdir()
    console = Console(folder)
    console.environ["DETENTE_DB"] = "layered.db"
    (folder / "rows.csv").write_text(ROWS, encoding="utf-8")
    for words in (
        ["init", "layered.db"],
        ["add", "2016-06-01  TUR = RUS  talks/diplomacy  Talks  ^talks; report AFP, 2016-06-01"],
        ["import", "rows.csv", "--rules", "csv"],
        ["deny", "sheet/4", "--source", "Kremlin", "--known-on", "2016-06-28"],
        ["report", "sheet/3", "--source", "Reuters", "--known-on", "2016-06-28"],
    ):
        printed, code = console.run(words)
        assert code == 0, printed
    with closing(sqlite3.connect(folder / "layered.db")) as connection, connection:
        connection.execute(
            "UPDATE events SET state = CAST(replace(CAST(state AS TEXT), 'Talks', 'Blows') AS BLOB)"
            " WHERE stream = 'desk/talks'"
        )
    return console


def _recording(folder: Path) -> Console:
    """A timeline with a file of the desk that changed since, and a copy of itself beside it."""
    folder.mkdir()
    console = Console(folder)
    console.environ["DETENTE_DB"] = "recording.db"
    for name, text in (
        ("other.facts", DESK_FILES["other"]),
        ("more.facts", DESK_FILES["more"]),
        ("rows.csv", MIXED_ROWS),
        ("coded.tab", CODED_ROWS),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    for version, words in (
        ("first", ["init", "recording.db"]),
        ("first", ["import", "desk.facts"]),
        ("first", ["import", "other.facts"]),
        ("second", ["import", "desk.facts", "--sync", "--yes"]),
        ("third", ["export", "--as", "jsonl", "-o", "copy.jsonl"]),
    ):
        (folder / "desk.facts").write_text(DESK_FILES[version], encoding="utf-8")
        printed, code = console.run(words)
        assert code == 0, printed
    return console


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("schemas"))


# Answers ------------------------------------------------------------------------------------------

FAULTS: Final[dict[str, list[str]]] = {}
"""What is still wrong with answers, by schema; once it is put right, the tests fail until it is
taken out here.
"""

TIMELESS: Final = {
    "history@1", "actors@1", "actor@1", "kinds@1", "lenses@1", "sources@1", "stats@1", "verify@1",
        "verify-answer@1", "layers@1", "digest@1",
    "recorded@1", "draft@1",
}  # fmt: skip
"""What is of no point on the clocks, or holds answers that are."""

FRACTIONS: Final = ("ambivalence", "largest_origin_share")


def faults(name: str, answer: Value) -> Iterator[str]:
    """What a schema says against an answer; nothing where it keeps to it."""
    return (f"{error.json_path}: {error.message}" for error in VALIDATORS[name].iter_errors(answer))


def nodes(value: Value, place: Place = ()) -> Iterator[tuple[Place, Value]]:
    """Everything in an answer, each with the keys that lead to it."""
    yield place, value
    parts: Iterable[tuple[str | int, Value]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    for key, part in parts:
        yield from nodes(part, (*place, key))


def option(line: str, *names: str) -> str | None:
    words = shlex.split(line)
    return next((words[words.index(name) + 1] for name in names if name in words), None)


def a_day(text: str | None) -> str | None:
    return None if text is None else typed.asked(text, TODAY).day.isoformat()


def day_asked_about(line: str) -> str | None:
    """The day of --on; or the last one of a span or a difference; or else today."""
    command, *words = shlex.split(line)
    if command == "diff" and "--on" not in words:
        return a_day(list(takewhile(lambda word: not word.startswith("--"), words))[-1])
    last = ("--to",) if command in ("replay", "turns", "chart", "panel") else ()
    return a_day(option(line, "--on", *last) or TODAY.isoformat())


def day_of_knowing(line: str) -> str | None:
    """The last day whose knowledge was asked for; of `knew` the day asked about."""
    options = ("--on",) if line.startswith("knew ") else ("--and-known-on", "--known-on")
    return a_day(option(line, *options))


def misdated(line: str, answer: Object) -> list[str]:
    """What an answer says otherwise than asked of the point on the clocks that it is of."""
    instant = option(line, "--recorded-by")
    asked: Object = {
        "on": day_asked_about(line),
        "known_on": day_of_knowing(line),
        "recorded_by": None if instant is None else f"{instant}T23:59:59.999999+00:00",
    }
    so_far = str(answer.get("recorded_by"))
    if f"{instant}T" == so_far[:11] and " --layer " in f"{line} ":
        # Today is asked of these, which is what is recorded so far.
        asked["recorded_by"] = so_far
    return [
        f"{clock} is not the one asked for"
        for clock, value in asked.items()
        if answer[clock] != value
    ]


@pytest.mark.parametrize(("store", "name", "line"), QUESTIONS)
def test_an_answer_keeps_to_its_schema_and_to_the_question(
    store: str, name: str, line: str, desk: Desk
) -> None:
    answer = desk.answer(store, line)
    of_a_point = name not in TIMELESS
    fractions = [
        place
        for place, value in nodes(answer)
        if isinstance(value, float) and place[-1] not in FRACTIONS
    ]

    assert [*faults(name, answer), *(misdated(line, answer) if of_a_point else [])] == FAULTS.get(
        name, []
    )
    assert fractions == [], "to a schema 2.0 is an integer; figures are whole numbers"
    assert answer["schema"] == f"detente/{name}"


def test_histories_of_every_event_there_is_were_asked_for(desk: Desk) -> None:
    told = [desk.answer(store, line) for store, name, line in QUESTIONS if name == "history@1"]
    met = {
        str(value)
        for answer in told
        for place, value in nodes(answer)
        if place and place[-1] == "event"
    }

    assert met == {event.stored_as for event in EVENTS}


# What a schema refuses ----------------------------------------------------------------------------

MAPS: Final = (
    "fields",
    "facts",
    "domains",
    "names",
    "directions",
    "attributes",
    "counts",
    "words",
    "kinds",
    "layers",
)
"""Objects whose keys are data."""

CLOSED: Final = (
    "schema", "label", "asked_label", "trend", "lens", "status", "support", "reason", "excluded",
        "view", "dimension", "domain",
    "kind", "before", "after", "now", "by", "mark", "event", "relation", "field", "found_in",
        "verb",
)  # fmt: skip
"""Fields whose words are of a closed list."""


def put(value: Value, place: Place, new: Value) -> Value:
    """The same value with something else at one place."""
    if not place:
        return new
    key, rest = place[0], place[1:]
    if isinstance(value, dict):
        return {name: put(part, rest, new) if name == key else part for name, part in value.items()}
    assert isinstance(value, list)
    return [put(part, rest, new) if i == key else part for i, part in enumerate(value)]


def kind_of(answer: Value, place: Place) -> tuple[str, ...]:
    """What stands at a place: its fields, whatever the key in a map.

    And of things in a list all with the same fields.
    """
    kind, part, before = [""], answer, ""
    for key in place:
        part = part[str(key)] if isinstance(part, dict) else cast("list[Value]", part)[int(key)]
        named = isinstance(key, str) and before not in MAPS
        kind.append(str(key) if named else " ".join(part) if isinstance(part, dict) else "*")
        before = str(key)
    return (*kind, type(part).__name__)


def of_every_kind(answers: Iterable[Value]) -> list[Spot]:
    """One place for each kind of thing in some answers."""
    found: dict[tuple[str, ...], Spot] = {}
    for answer in answers:
        for place, value in nodes(answer):
            found.setdefault(kind_of(answer, place), (answer, place, value))
    return list(found.values())


def without_a_field(answer: Value, place: Place, value: Value) -> Iterator[Value]:
    if isinstance(value, dict) and not (place and place[-1] in MAPS) and not is_question(place):
        for key in value:
            yield put(answer, place, {name: part for name, part in value.items() if name != key})


def with_a_field_more(answer: Value, place: Place, value: Value) -> Iterator[Value]:
    if isinstance(value, dict) and not is_question(place):
        yield put(answer, place, {**value, "remark": None})


def is_question(place: Place) -> bool:
    """Whether it is a part of a question, whose fields are those of whatever was asked."""
    return "question" in place


def with_a_wrong_word(answer: Value, place: Place, value: Value) -> Iterator[Value]:
    if (
        isinstance(value, str)
        and next(key for key in reversed(place) if isinstance(key, str)) in CLOSED
        and not is_question(place)
        and place[0] not in ("denials", "events")  # there `by` is any actor
    ):
        yield put(answer, place, "chummy")


def with_a_wrong_type(answer: Value, place: Place, value: Value) -> Iterator[Value]:
    if isinstance(value, int) and not isinstance(value, bool):
        yield put(answer, place, value + 0.5)
    else:
        yield put(answer, place, [] if isinstance(value, dict) else {})


SPOILERS: Final = (without_a_field, with_a_field_more, with_a_wrong_word, with_a_wrong_type)


@pytest.mark.parametrize("name", FILES)
def test_a_schema_refuses_what_is_no_answer(name: str, desk: Desk) -> None:
    answers = [desk.answer(store, line) for store, line in EXAMPLES[name]]
    before = {fault for answer in answers for fault in faults(name, answer)}
    spots = of_every_kind(answers)
    found = {
        spoil.__name__: [(spot[1], answer) for spot in spots for answer in spoil(*spot)]
        for spoil in SPOILERS
    }

    # An answer that has no field of a closed list cannot hold a wrong word.
    assert all(spoiled for how, spoiled in found.items() if how != "with_a_wrong_word")
    for how, spoiled in found.items():
        assert [
            (how, place)
            for place, answer in spoiled
            if all(fault in before for fault in faults(name, answer))
        ] == []


def test_an_agenda_says_of_what_is_ahead_that_it_is_not_overdue(desk: Desk) -> None:
    ahead, past = (
        desk.answer("sample", line)
        for line in ("agenda --on 2022-02-01", "agenda --overdue --on 2022-03-05")
    )

    assert ahead["items"]
    assert past["items"]
    assert any(faults("agenda@1", {**ahead, "overdue": True}))
    assert any(faults("agenda@1", {**past, "overdue": False}))


def test_an_account_of_a_label_says_both_which_and_whether(desk: Desk) -> None:
    answer = desk.answer("sample", "why turkey russia --on 2022-03-05 --label warm")

    assert answer["were_they"] is False
    for key in ("asked_label", "were_they"):
        assert any(faults("why@1", {name: value for name, value in answer.items() if name != key}))


# The files themselves -----------------------------------------------------------------------------

OPTIONAL: Final = {
    "asked_label", "were_they", "evidence", "quote", "archived", "sha256", "first_recorded",
}  # fmt: skip
"""Fields that an answer has only where they were asked for, or where a report or event has them."""

LISTS: Final = {
    "Label": LABELS,
    "LensName": [lens.name for lens in LENSES],
    "DomainName": list(DOMAINS),
    "Dimension": list(DIMENSIONS),
    "KindName": KINDS,
    "CorrectableField": CORRECTABLE,
    "FieldName": FIELDS,
}
"""Closed lists by the name of their definition, as the code has them."""


def test_every_schema_is_asked_for_and_every_answer_has_one() -> None:
    assert sorted({*SAMPLE, *AWKWARD, *LAYERED, *RECORDING}) == FILES


PAGES: Final = {
    **{f"{name}.json": f"{written(generated(name))}\n" for name in SCHEMAS},
    "README.md": index(),
}
"""What the folder of schemas holds, by the name of the file."""


@pytest.mark.parametrize("name", PAGES)
def test_the_folder_holds_what_is_generated(name: str) -> None:
    path = FOLDER / name
    if os.environ.get("UPDATE"):
        path.write_text(PAGES[name], encoding="utf-8")

    assert path.read_text(encoding="utf-8") == PAGES[name], (
        f"docs/schemas/{name} is not what the types of answers say: make accept"
    )


def test_the_folder_holds_no_other_schema() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {
        *PAGES,
    }


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_a_schema_of_its_name_and_stands_alone(name: str) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    parts = cast(Object, schema["$defs"])

    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert (schema["$id"], schema["title"]) == (f"urn:detente:schema:{name}", f"detente/{name}")
    assert {str(value) for place, value in nodes(schema) if place and place[-1] == "$ref"} == {
        f"#/$defs/{part}" for part in parts
    }


def objects(schema: Object) -> Iterator[tuple[Place, Object]]:
    """Every object that a schema describes."""
    for place, value in nodes(schema):
        if isinstance(value, dict) and value.get("type") == "object":
            yield place, value


@pytest.mark.parametrize("name", FILES)
def test_every_object_has_the_fields_it_names_and_no_others(name: str) -> None:
    for place, shape in objects(schema_of(name)):
        if "properties" not in shape:
            assert {"propertyNames", "additionalProperties"} <= shape.keys(), place
            continue
        assert shape["additionalProperties"] is False, place
        fields, required = cast(Object, shape["properties"]), cast("list[str]", shape["required"])
        assert [field for field in fields if field not in OPTIONAL] == required, place


def described(schema: Object, field: Object) -> str:
    """What a schema says of a field: beside it, or where it is defined."""
    defined = cast("dict[str, Object]", schema["$defs"]).get(
        str(field.get("$ref")).rpartition("/")[2], {}
    )
    return str(field.get("description", defined.get("description", "")))


@pytest.mark.parametrize("name", FILES)
def test_every_field_is_described_and_every_null_explained(name: str) -> None:
    schema = schema_of(name)
    fields = {
        (*place, key): value
        for place, shape in objects(schema)
        for key, value in cast("dict[str, Object]", shape.get("properties", {})).items()
    }
    silent = [
        place for place, field in fields.items() if not described(schema, field).endswith(".")
    ]
    nullable = {
        place: field
        for place, field in fields.items()
        if '"null"' in json.dumps([field.get("type"), field.get("anyOf")])
    }

    assert silent == []
    assert [
        place for place, field in nullable.items() if "null: " not in described(schema, field)
    ] == []


@pytest.mark.parametrize("name", FILES)
def test_no_list_says_a_word_twice(name: str) -> None:
    lists = [
        (place, value)
        for place, value in nodes(schema_of(name))
        if isinstance(value, list) and place[-1] in ("enum", "required")
    ]

    assert lists
    assert [
        place for place, words in lists if len({str(word) for word in words}) < len(words)
    ] == []


@pytest.mark.parametrize("name", FILES)
def test_closed_lists_are_those_of_the_code(name: str) -> None:
    parts = cast("dict[str, Object]", schema_of(name)["$defs"])
    closed = {part: cast("list[str]", parts[part]["enum"]) for part in LISTS.keys() & parts.keys()}

    assert {part: sorted(words) for part, words in closed.items()} == {
        part: sorted(LISTS[part]) for part in closed
    }


def test_a_history_may_hold_every_event_there_is() -> None:
    stored = re.findall(r"fact\.[a-z]+/[0-9]+", json.dumps(schema_of("history@1")))

    assert set(stored) == {event.stored_as for event in EVENTS}
