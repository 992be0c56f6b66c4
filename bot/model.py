"""The trained model: where it is, whether it is still the one of these sources, and training it when it is not."""

import asyncio
import contextlib
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

#: What the model is made of: a change in any of these makes it out of date.
SOURCES = ("config.yml", "domain", "nlu", "knowledge/rules")

_SUFFIXES = (".yml", ".py", ".json", ".cfg", ".txt", ".tsv", ".onnx", ".npz", ".bin", "")

_NAME = "kortelijn"

#: Seconds between two signs of life while training.
_SHOW_EVERY = 10

#: Lines of the log that are shown when the training fails.
_TAIL = 20


class TrainingFailed(Exception):
    """The training went wrong; the message holds the last lines of its log."""


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
    """Return the model, trained first when it is missing or out of date. Not for use within an event loop.

    Raises TrainingFailed; the old model stays then.
    """
    asyncio.run(train_if_needed(settings))
    return model_path(settings)


async def train_if_needed(settings: Settings) -> None:
    """Train the model where it is missing or out of date; stops at once when it is cancelled.

    Says so on stderr, since it takes minutes. Raises TrainingFailed.
    """
    if not is_up_to_date(settings):
        await _train(settings)


async def _train(settings: Settings) -> None:
    """Train with Rasa's own command, its output in a log beside the model, and mark of what the model was made."""
    _tell("Kortelijn leert Nederlands; dat duurt een paar minuten en is eenmalig …")
    made_of = fingerprint()
    settings.model_dir.mkdir(parents=True, exist_ok=True)
    log = settings.model_dir / "train.log"
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *_command(settings), cwd=ROOT, env=environment(), stdout=output, stderr=subprocess.STDOUT
        )
        await _finished(process)
    if process.returncode:
        tail = log.read_text(errors="replace").splitlines()[-_TAIL:]
        raise TrainingFailed("\n".join([f"het leren is mislukt; alles staat in {log}. Het laatste ervan:", *tail]))
    _mark(settings).write_text(made_of)
    _tell("Klaar met leren.")


def _command(settings: Settings) -> list[str]:
    return [
        *(sys.executable, "-m", "rasa", "train", "--quiet", "--config", "config.yml", "--domain", "domain"),
        *("--data", "nlu/data", "nlu/rules.yml", "--out", str(settings.model_dir.resolve())),
        *("--fixed-model-name", _NAME),
    ]


async def _finished(process: asyncio.subprocess.Process) -> None:
    """Wait for the training and show that it goes on; when nobody waits any more it ends too."""
    began = time.monotonic()
    try:
        while process.returncode is None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(process.wait(), _SHOW_EVERY)
                return
            _tell(f"  nog bezig, {time.monotonic() - began:.0f} seconden …")
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def fingerprint() -> str:
    """Return a hash of everything the model is made of."""
    digest = hashlib.sha256(os.environ.get("KORTELIJN_SPACY_MODEL", "").encode())
    for source in SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix in _SUFFIXES:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _mark(settings: Settings) -> Path:
    return settings.model_dir / f"{_NAME}.made-of"
