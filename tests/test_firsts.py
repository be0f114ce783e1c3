"""The first fact of each domain is one of the timeline."""

from __future__ import annotations

import json
from pathlib import Path

from tests.console import Console


def test_each_domain_comes_once(tmp_path: Path) -> None:
    out = Console(tmp_path).apart(["firsts", "turkey", "russia", "--on", "2022-03-05", "--json"])[0]
    domains = [first["domain"] for first in json.loads(out)["firsts"]]

    assert len(domains) == len(set(domains)) > 3
