"""The built wheel, alone in a fresh environment, answers from another folder.

Its data files are in it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str, folder: Path) -> str:
    environ = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("DETENTE", "PYTHON", "COV"))
    }
    environ |= {"XDG_DATA_HOME": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(folder),
        str(ROOT),
        folder=folder,
    )
    return next(folder.glob("detente-*.whl"))


def test_the_wheel_holds_the_four_rooms_and_their_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/", maxsplit=1)[0] for name in names if ".dist-info" not in name}

    assert tops == {"domain", "projections", "service", "cli"}
    assert {
        "domain/codes/actors.txt",
        "service/sample/sample.facts",
        "service/sample/sample.events",
        "service/sources/builtin/icews.toml",
    } <= set(names)


def test_the_wheel_alone_answers_the_main_question_from_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    python = str(tmp_path / "env" / "bin" / "python")
    run(python, "-m", "pip", "install", "--quiet", str(wheel), folder=tmp_path)
    installed = run(python, "-m", "pip", "list", "--format=freeze", folder=tmp_path)
    detente = str(tmp_path / "env" / "bin" / "detente")

    assert "pytest" not in installed
    assert "MIXED, WORSENING" in run(
        detente, "state", "turkey", "russia", "--on", "2022-03-05", folder=tmp_path
    )
    assert run(detente, "init", "my.db", folder=tmp_path).startswith("Began an empty timeline")
