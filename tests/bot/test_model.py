"""Training the model: quiet, a sign of life now and then, the end of its log when it fails, no orphan when it stops."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from bot import model
from bot.settings import Settings, load_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(model_dir=tmp_path / "models")


def trains_by(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let this Python stand in for Rasa's training."""
    monkeypatch.setattr(model, "_command", lambda _: [sys.executable, "-c", code])


async def test_rasa_s_output_goes_to_a_log_and_people_see_that_it_goes_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    trains_by(monkeypatch, "import time; print('Epoch 1/100'); time.sleep(0.5)")
    monkeypatch.setattr(model, "_SHOW_EVERY", 0.1)
    await model.train_if_needed(settings)
    shown = capfd.readouterr()
    assert shown.out == ""
    assert "nog bezig" in shown.err
    assert "Klaar met leren" in shown.err
    assert "Epoch" not in shown.err
    assert "Epoch" in (settings.model_dir / "train.log").read_text()


async def test_when_it_fails_the_end_of_the_log_is_told_and_the_model_is_not_taken_for_new(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trains_by(monkeypatch, "import sys; print('no room on the disk'); sys.exit(3)")
    with pytest.raises(model.TrainingFailed, match="no room on the disk"):
        await model.train_if_needed(settings)
    assert not model.is_up_to_date(settings)


async def test_what_is_up_to_date_is_not_trained_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    trains_by(monkeypatch, "raise SystemExit(1)")
    settings.model_dir.mkdir()
    model.model_path(settings).touch()
    (settings.model_dir / "kortelijn.made-of").write_text(model.fingerprint())
    await model.train_if_needed(settings)


async def test_who_stops_the_assistant_stops_the_training_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trains_by(monkeypatch, "import os, time; print(os.getpid(), flush=True); time.sleep(60)")
    training = asyncio.create_task(model.train_if_needed(settings))
    log = settings.model_dir / "train.log"
    while not (log.exists() and log.read_text().strip()):  # noqa: ASYNC110 (another process writes it)
        await asyncio.sleep(0.01)
    process = int(log.read_text())
    training.cancel()
    with pytest.raises(asyncio.CancelledError):
        await training
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
