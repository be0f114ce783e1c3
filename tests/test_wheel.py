"""The built wheel, alone in a fresh environment, answers from another folder.

It holds one package, whose modules meet nobody else's packages of the rooms' names.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import pytest

from hatch_build import PACKAGE, ROOMS, in_package
from tests.notebook import PAGE, session

ROOT = Path(__file__).parent.parent
STATE = ("state", "turkey", "russia", "--on", "2022-03-05")


def run(*command: str, folder: Path, **more: str) -> str:
    environ = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("DETENTE", "PYTHON", "COV"))
    }
    environ |= {"XDG_DATA_HOME": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1", **more}
    done = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def pip(*words: str, folder: Path) -> None:
    run(sys.executable, "-m", "pip", "--quiet", *words, folder=folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT), folder=folder)
    return next(folder.glob("detente-*.whl"))


class Installed(NamedTuple):
    """An environment with nothing but the wheel, what it needs, and packages of the rooms' names.

    These raise when they are imported.
    """

    python: str
    detente: str
    packages: Path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "env", with_pip=False)
    python = str(folder / "env" / "bin" / "python")
    pip("--python", python, "install", "--no-compile", str(wheel), folder=folder)
    packages = next((folder / "env" / "lib").glob("python*/site-packages"))
    for room in ROOMS:
        (packages / room).mkdir()
        (packages / room / "__init__.py").write_text(
            f"raise ImportError('{room} is of somebody else')\n", encoding="utf-8"
        )
    return Installed(python, str(folder / "env" / "bin" / "detente"), packages)


@pytest.mark.parametrize(
    "path", sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")), ids=str
)
def test_every_module_can_be_put_into_the_package(path: Path) -> None:
    source = path.read_bytes()
    written = in_package(source, path.relative_to(ROOT).as_posix(), ROOT)

    assert written.replace(b"detente.", b"") == source.replace(b"detente.", b"")
    assert written.count(b"\n") == source.count(b"\n")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import domain.fact\n", "x.py:1: write `from ... import`, not `import domain.fact`."),
        ("from \\\n  domain import fact\n", "x.py:1: write `from domain import` on one line."),
        (
            'a = 1\nb = "cli.ask"\n',
            'x.py:2: the text "cli.ask" names a module; the wheel calls it detente.cli.ask.',
        ),
    ],
)
def test_what_cannot_be_rewritten_stops_the_build(source: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"x\.py") as raised:
        in_package(source.encode(), "x.py", ROOT)

    assert str(raised.value) == said


def test_imports_of_the_rooms_name_the_package_and_nothing_else_changes() -> None:
    source = (
        '"""from domain import fact"""\n'
        "if True:\n    from  domain.fact import Fact; import cli.ask as ask, os\n"
        "from domains import service\n"
    )

    assert in_package(source.encode(), "x.py", ROOT).decode() == (
        '"""from domain import fact"""\n'
        "if True:\n    from  detente.domain.fact import Fact; import detente.cli.ask as ask, os\n"
        "from domains import service\n"
    )


def test_the_wheel_holds_one_package_with_its_data_and_types(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/", maxsplit=1)[0] for name in names if ".dist-info" not in name}

    assert tops == {PACKAGE}
    assert len(names) == len(set(names))
    assert {
        "detente/py.typed",
        "detente/domain/codes/actors.txt",
        "detente/domain/codes/leaders.txt",
        "detente/service/sample/sample.facts",
        "detente/service/sample/sample.events",
        "detente/service/sources/builtin/icews.toml",
    } <= set(names)


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    build = (
        "from hatchling.build import build_sdist, build_wheel; import os, sys, tarfile;"
        "os.chdir(sys.argv[1]); name = build_sdist(sys.argv[2]); os.chdir(sys.argv[2]);"
        "tarfile.open(name).extractall('.', filter='data');"
        "os.chdir(name.removesuffix('.tar.gz')); build_wheel(sys.argv[2])"
    )
    run(sys.executable, "-c", build, str(ROOT), str(tmp_path), folder=tmp_path)

    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


def test_one_package_is_installed_and_no_tool_of_ours(installed: Installed) -> None:
    (mine,) = metadata.distributions(name="detente", path=[str(installed.packages)])
    tops = {file.parts[0] for file in mine.files or () if file.parts[0] != ".."}
    others = {found.name for found in metadata.distributions(path=[str(installed.packages)])}

    assert {top for top in tops if not top.endswith(".dist-info")} == {PACKAGE}
    assert not others & {"pytest", "hatchling", "mypy", "pandas"}


def test_the_wheel_answers_as_the_checkout_does_beside_packages_of_the_same_names(
    installed: Installed, tmp_path: Path
) -> None:
    checkout = "import sys; from cli.main import app; sys.argv[0] = 'detente'; app()"
    for words in (STATE, (*STATE, "--json"), ("rules", "list")):
        expected = run(
            sys.executable, "-c", checkout, *words, folder=tmp_path, PYTHONPATH=str(ROOT)
        )

        assert run(installed.detente, *words, folder=tmp_path) == expected
    module = run(installed.python, "-m", "detente", *STATE, folder=tmp_path)
    assert "MIXED, WORSENING" in module


def test_a_timeline_is_begun_and_written_by_the_installed_wheel(
    installed: Installed, tmp_path: Path
) -> None:
    line = "2022-03-02 TUR > RUS accuse:disapprove/diplomacy Turkey deplores the invasion ^vote"

    assert run(installed.detente, "init", "my.db", folder=tmp_path).startswith("Began an empty")
    run(installed.detente, "--db", "my.db", "add", line, folder=tmp_path)
    assert "Sound" in run(installed.detente, "--db", "my.db", "verify", folder=tmp_path)
    copied = run(installed.detente, "--db", "my.db", "backup", "copy.db", folder=tmp_path)
    assert "and verified there" in copied


def test_python_imports_no_module_of_the_rooms_names(installed: Installed, tmp_path: Path) -> None:
    code = (
        "import sys, detente\n"
        "assert 'pydantic' not in sys.modules, 'the package is light to import'\n"
        "with detente.open('sample', today='2022-03-05') as sample:\n"
        "    print(sample.state('turkey', 'russia').label, len(sample.facts()))\n"
        f"assert not set(sys.modules) & {set(ROOMS)!r}\n"
    )

    assert run(installed.python, "-c", code, folder=tmp_path).startswith("neutral ")


def test_types_are_seen_where_the_wheel_is_used(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "use.py").write_text(
        "import detente\n"
        "with detente.open('sample') as sample:\n"
        "    reveal_type(sample.state('turkey', 'russia', on='2022').score.net)\n"
        "    reveal_type(sample.panel(every='year').to_pandas)\n"
        "    sample.state('turkey', on=2022)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--python-executable",
            installed.python,
            "use.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()

    assert 'Revealed type is "int"' in lines[0].replace("builtins.", "")
    assert 'Revealed type is "def () ->' in lines[1]
    assert {line.rpartition("[")[2] for line in lines[2:-1] if "error" in line} <= {
        "call-arg]", "arg-type]", "call-overload]",
    }  # fmt: skip
    assert any("use.py:5: error" in line for line in lines)


def test_the_notebook_page_runs_on_the_wheel(installed: Installed, tmp_path: Path) -> None:
    """Without pandas, the one block that needs it is left out."""
    code = session(PAGE.read_text(encoding="utf-8"), without="pandas")
    (tmp_path / "page.txt").write_text(code, encoding="utf-8")
    run(
        installed.python,
        "-c",
        "import doctest; failed, tried = doctest.testfile('page.txt', module_relative=False);"
        "assert tried > 10 and not failed, (tried, failed)",
        folder=tmp_path,
    )
