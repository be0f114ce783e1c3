"""Asks PyPI, then OSV, for known holes in what is installed, and says of what nobody knows any.

`make audit` runs it. pip-audit alone ends with "No known vulnerabilities found" and 0 where the
service knew none of the packages, as a mirror of PyPI does; here that is said. It ends with 1 where
a hole is known, with 0 where none is and where nobody could be asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

SERVICES: Final = ("pypi", "osv")


class Audit(NamedTuple):
    """What a service knew: how many packages, how many not, and a line for each known hole."""

    audited: int
    unknown: int
    holes: tuple[str, ...]

    @property
    def said(self) -> str:
        """The result in a line, and the holes below it."""
        if not self.audited:
            return "Nothing was audited: no service that knows of holes could be asked.\n"
        lines = "".join(f"  {hole}\n" for hole in self.holes)
        counts = f"holes known: {len(self.holes)}; packages that nobody knows: {self.unknown}"
        return f"Packages audited: {self.audited}; {counts}.\n{lines}"


def read(text: str) -> Audit:
    """What pip-audit found, from its JSON; nothing where it wrote none."""
    try:
        found = cast("Mapping[str, Sequence[Mapping[str, Any]]]", json.loads(text))
    except ValueError:
        return Audit(0, 0, ())
    packages = found["dependencies"]
    audited = [package for package in packages if "vulns" in package]
    holes = tuple(
        f"{package['name']} {package['version']}: {hole['id']}, fixed in"
        f" {', '.join(hole['fix_versions']) or 'no version'}"
        for package in audited
        for hole in package["vulns"]
    )
    return Audit(len(audited), len(packages) - len(audited), holes)


def asked(service: str) -> Audit:
    """What one service knows of the packages of this environment."""
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off"]
    options = ["--local", "--skip-editable", f"--vulnerability-service={service}"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    found = read(done.stdout)
    if not found.audited:
        said = (done.stderr.strip().splitlines() or [""])[-1]
        reason = f"it knew none of {found.unknown} packages" if found.unknown else said
        sys.stderr.write(f"{service} could not be asked: {reason}\n")
    return found


def main() -> int:
    """Asks one service after the other until one knows anything."""
    found = Audit(0, 0, ())
    for service in SERVICES:
        found = asked(service)
        if found.audited:
            break
    sys.stdout.write(found.said)
    return bool(found.holes)


if __name__ == "__main__":
    sys.exit(main())
