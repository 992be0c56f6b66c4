"""The trained model: where it is, whether it is still the one of these sources, and training it when it is not."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

#: What the model is made of: a change in any of these makes it out of date.
SOURCES = ("config.yml", "domain", "nlu", "knowledge/rules")

_NAME = "kortelijn"


def environment() -> dict[str, str]:
    """Return the environment in which Rasa runs: no telemetry, one thread, quiet."""
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "OMP_NUM_THREADS": "1",
        "PYTHONWARNINGS": "ignore",
        "LOG_LEVEL": "WARNING",
    }
    return {**quiet, **os.environ}


def model_path(settings: Settings) -> Path:
    """Return where the model is, or will be."""
    return settings.model_dir / f"{_NAME}.tar.gz"


def is_up_to_date(settings: Settings) -> bool:
    """Tell whether the model is there and made of the present sources."""
    mark = _mark(settings)
    return model_path(settings).exists() and mark.exists() and mark.read_text() == fingerprint()


def up_to_date_model(settings: Settings) -> Path:
    """Return the model, trained first when it is missing or out of date. Says so on stderr, since it takes minutes.

    Raises subprocess.CalledProcessError when the training fails; the old model stays then.
    """
    if not is_up_to_date(settings):
        train(settings)
    return model_path(settings)


def train(settings: Settings) -> None:
    """Train the model with Rasa's own command, which shows its progress, and mark of what it was made."""
    print("Kortelijn leert Nederlands; dat duurt een paar minuten en is eenmalig …", file=sys.stderr, flush=True)
    made_of = fingerprint()
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "rasa", "train", "--quiet", "--config", "config.yml", "--domain", "domain"),
        *("--data", "nlu/data", "nlu/rules.yml", "--out", str(settings.model_dir.resolve())),
        *("--fixed-model-name", _NAME),
    ]
    subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=sys.stderr)  # noqa: S603 (our own words)
    _mark(settings).write_text(made_of)
    print("Klaar met leren.", file=sys.stderr, flush=True)


def fingerprint() -> str:
    """Return a hash of everything the model is made of."""
    digest = hashlib.sha256()
    for source in SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix in (".yml", ".py", ".json", ".cfg", ".txt", ".tsv"):
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _mark(settings: Settings) -> Path:
    return settings.model_dir / f"{_NAME}.made-of"
