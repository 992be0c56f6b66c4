"""Judges the trained model by the development set, and prints what it finds: `python -m nlu.evaluation [MODEL]`."""

import argparse
import asyncio
import json
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent

from nlu.evaluation.data import DEVELOPMENT, Example, read
from nlu.evaluation.measures import Answer, Report, report
from nlu.spans import Span
from nlu.understanding import FALLBACK, best_guess

_SHOWN = 25


def main() -> None:
    """Parse every message of the set, print the figures, and write them where `--json` says."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("model", nargs="?", type=Path, default=Path("models/kortelijn.tar.gz"))
    options.add_argument("--set", type=Path, default=DEVELOPMENT, help="folder of annotated messages")
    options.add_argument("--json", type=Path, help="file for the figures")
    chosen = options.parse_args()
    # Rasa tells every step of every message otherwise.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    examples = read(chosen.set)
    answers, seconds = asyncio.run(_answers(Agent.load(str(chosen.model)), [example.text for example in examples]))
    judged = judge(examples, answers)
    _show(judged, examples, answers, seconds)
    if chosen.json:
        chosen.json.write_text(json.dumps(figures(judged, seconds), indent=2), encoding="utf-8")


def judge(examples: Sequence[Example], answers: Sequence[Answer]) -> Report:
    """Return the figures; out-of-scope messages have no entities marked and do not count for those."""
    spans = [example.spans if example.intent != "out_of_scope" else () for example in examples]
    counted = [
        answer if example.intent != "out_of_scope" else Answer(answer.intent, answer.confidence, answer.asks)
        for example, answer in zip(examples, answers, strict=True)
    ]
    return report([example.intent for example in examples], spans, counted)


def figures(judged: Report, seconds: Sequence[float]) -> dict[str, Any]:
    """Return what a table needs: rounded, by name."""
    named = {
        "accuracy": judged.accuracy,
        "macro F1": judged.macro_f1,
        "emergency recall": judged.intents["emergency"].recall,
        "emergency precision": judged.intents["emergency"].precision,
        "out of scope led to an action": judged.led_astray,
        "wrong action, no question": judged.wrong_action,
        "asked": judged.asked,
        "ECE": judged.calibration_error,
        "entities F1": judged.overall.f1,
        **{f"{entity} F1": tally.f1 for entity, tally in judged.entities.items()},
        "parse p50 ms": 1000 * _percentile(seconds, 0.5),
        "parse p95 ms": 1000 * _percentile(seconds, 0.95),
    }
    return {name: round(value, 4) for name, value in named.items()}


async def _answers(agent: Agent, texts: Sequence[str]) -> tuple[list[Answer], list[float]]:
    answers: list[Answer] = []
    seconds: list[float] = []
    for text in texts:
        began = time.perf_counter()
        parsed = await agent.parse_message(text)
        seconds.append(time.perf_counter() - began)
        answers.append(_answer(parsed))
    return answers, seconds


def _answer(parsed: dict[str, Any]) -> Answer:
    intent, confidence = best_guess(parsed)
    spans = tuple(Span(entity["start"], entity["end"], entity["entity"]) for entity in parsed["entities"])
    return Answer(str(intent), confidence, parsed["intent"]["name"] == FALLBACK, spans)


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _show(judged: Report, examples: Sequence[Example], answers: Sequence[Answer], seconds: Sequence[float]) -> None:
    for name, value in figures(judged, seconds).items():
        print(f"{name:32} {value:8.3f}")
    print("\nintents, the weakest first")
    for intent, tally in sorted(judged.intents.items(), key=lambda item: item[1].f1):
        print(f"{intent:24} F1 {tally.f1:.2f}  precision {tally.precision:.2f}  recall {tally.recall:.2f}")
    print("\nmost often confused")
    for (right, taken), count in judged.confusions.most_common(_SHOWN):
        print(f"{count:4} {right} taken for {taken}")
        for example, answer in zip(examples, answers, strict=True):
            if (example.intent, answer.intent) == (right, taken):
                print(f"        {answer.confidence:.2f}{' asked' if answer.asks else ''}  {example.text}")


if __name__ == "__main__":
    main()
