"""The layers point one way, and what must start at once does without the dialogue engine."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.model import ROOT

#: Slow to import: seconds and hundreds of megabytes.
_HEAVY = ("rasa", "rasa_sdk", "tensorflow", "spacy")

_PROGRAM = """
import sys
from bot.cli import main
status = 0
try:
    status = main(sys.argv[1:])
except SystemExit as end:
    status = end.code
heavy = sorted({name.split(".")[0] for name in sys.modules} & set(%r))
print("status", status, "heavy", heavy)
"""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings of an installation of its own, with the sample municipality in it."""
    folder = tmp_path_factory.mktemp("installation")
    environment = {
        "KORTELIJN_DATA_DIR": str(folder),
        "KORTELIJN_DATABASE_URL": f"sqlite:///{folder / 'kortelijn.db'}",
        "KORTELIJN_KEY": Fernet.generate_key().decode(),
        "KORTELIJN_TELEGRAM_TOKEN": "",
        "KORTELIJN_MODEL_DIR": str(folder / "models"),
        "PATH": "/usr/bin:/bin",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    assert "status 0 heavy []" in run(environment, "sample", "load")
    return environment


def run(environment: dict[str, str], *arguments: str) -> str:
    """Run a command in a process of its own and return what it printed, with what it imported at the end."""
    program = [sys.executable, "-c", _PROGRAM % (_HEAVY,), *arguments]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["tick"], 0),
        (["tick", "--json"], 0),
        (["outbox"], 0),
        (["sample", "show"], 0),
        (["invite", "nobody-of-this-name"], 2),
        (["check", "--settings"], 0),
        # There is no model in this installation, and the check says so.
        (["check"], 1),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_a_command_for_the_administrator_starts_without_the_dialogue_engine(
    installation: dict[str, str], command: list[str], status: int
) -> None:
    assert f"status {status} heavy []" in run(installation, *command)


def test_a_workbook_is_made_and_imported_without_the_dialogue_engine(
    installation: dict[str, str], tmp_path: Path
) -> None:
    workbook = str(tmp_path / "gemeente.xlsx")
    assert "status 0 heavy []" in run(installation, "import", "--template", workbook)
    assert "heavy []" in run(installation, "import", "--dry-run", workbook)


def test_the_layers_point_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
