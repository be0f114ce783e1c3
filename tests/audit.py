"""Asks PyPI, then OSV, for known holes in what is installed, and says of what nobody knows any.

`make audit` runs it. pip-audit alone ends with "No known vulnerabilities found" and 0 where the
service knew none of the packages, as a mirror of PyPI does; here that is said, and of each package
PyPI is asked for its newest release, which mirrors know: where that is the installed one, its holes
are known. It ends with 1 where a hole is known, with 0 where none is and where nobody could be
asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from typing import Any, Final, NamedTuple, TypeAlias, cast
from urllib.parse import quote
from urllib.request import urlopen

SERVICES: Final = ("pypi", "osv")
NEWEST: Final = "https://pypi.org/pypi/{}/json"
SECONDS: Final = 20
"""How long the answer about one package is waited for."""

Package: TypeAlias = Mapping[str, Any]
"""A package as pip-audit writes it: `name`, `version`, and `vulns` where the service knows it."""


class Audit(NamedTuple):
    """What services knew: the packages that they know, and those that they do not."""

    known: tuple[Package, ...]
    unknown: tuple[Package, ...]

    @property
    def holes(self) -> tuple[str, ...]:
        """A line for each known hole."""
        return tuple(
            f"{package['name']} {package['version']}: {hole['id']}, fixed in"
            f" {', '.join(hole['fix_versions']) or 'no version'}"
            for package in self.known
            for hole in package["vulns"]
        )

    @property
    def said(self) -> str:
        """The result in a line, the holes below it, and what nobody knows."""
        if not self.known:
            return "Nothing was audited: no service that knows of holes could be asked.\n"
        counts = f"holes known: {len(self.holes)}; packages that nobody knows: {len(self.unknown)}"
        lines = [f"Packages audited: {len(self.known)}; {counts}.", *map("  {}".format, self.holes)]
        if self.unknown:
            names = sorted(f"{package['name']} {package['version']}" for package in self.unknown)
            lines.append(f"  not known: {', '.join(names)}")
        return "\n".join(lines) + "\n"


def read(text: str) -> Audit:
    """What pip-audit found, from its JSON; nothing where it wrote none."""
    try:
        found = cast("Mapping[str, Sequence[Package]]", json.loads(text))
    except ValueError:
        return Audit((), ())
    packages = found["dependencies"]
    return Audit(
        tuple(package for package in packages if "vulns" in package),
        tuple(package for package in packages if "vulns" not in package),
    )


def asked(service: str) -> Audit:
    """What one service knows of the packages of this environment."""
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off"]
    options = ["--local", "--skip-editable", f"--vulnerability-service={service}"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    found = read(done.stdout)
    if not found.known:
        said = (done.stderr.strip().splitlines() or [""])[-1]
        reason = f"it knew none of {len(found.unknown)} packages" if found.unknown else said
        sys.stderr.write(f"{service} could not be asked: {reason}\n")
    return found


def newest(name: str) -> Package | None:
    """What PyPI says of a project and its newest release; None where it says nothing."""
    try:
        with urlopen(NEWEST.format(quote(name)), timeout=SECONDS) as answer:
            return cast("Package", json.load(answer))
    except (OSError, HTTPException, ValueError):
        return None


def of_the_newest(
    packages: Sequence[Package], ask: Callable[[str], Package | None] = newest
) -> Audit:
    """What PyPI knows of those packages whose newest release is the installed one."""
    known: list[Package] = []
    unknown: list[Package] = []
    for package in packages:
        found = ask(package["name"])
        if found is None or found["info"]["version"] != package["version"]:
            unknown.append(package)
            continue
        holes = [
            {"id": hole["id"], "fix_versions": hole["fixed_in"]}
            for hole in found["vulnerabilities"]
            if not hole.get("withdrawn")
        ]
        known.append({"name": package["name"], "version": package["version"], "vulns": holes})
    return Audit(tuple(known), tuple(unknown))


def installed() -> Sequence[Package]:
    """The packages of this environment, without those that are only linked to it."""
    command = [sys.executable, "-m", "pip", "list", "--local", "--exclude-editable"]
    done = subprocess.run([*command, "--format=json"], capture_output=True, text=True, check=True)
    return cast("Sequence[Package]", json.loads(done.stdout))


def main() -> int:
    """Asks one service after the other until one knows anything; then of the newest releases."""
    for service in SERVICES:
        if (found := asked(service)).known:
            break
    else:
        found = of_the_newest(installed())
    sys.stdout.write(found.said)
    return bool(found.holes)


if __name__ == "__main__":
    sys.exit(main())
