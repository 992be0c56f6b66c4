"""What was understood of a message: as `kortelijn nlu parse` prints it, and free of names for the dialogue."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from nlu.known import UNKNOWN
from nlu.names import UNKNOWN_HOUSEHOLD

#: Rasa's name for "not understood well enough": it stands before the real ranking.
FALLBACK: Final = "nlu_fallback"


def best_guess(parsed: Mapping[str, Any]) -> tuple[str | None, float]:
    """Return the likeliest intent of what Rasa parsed and its chance, also where it was in doubt."""
    ranking: Sequence[Mapping[str, Any]] = parsed.get("intent_ranking") or [parsed.get("intent") or {}]
    real = next((ranked for ranked in ranking if ranked.get("name") != FALLBACK), {})
    return real.get("name"), float(real.get("confidence") or 0.0)


def as_line(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the text, its best intent with the chance, and its entities with their places in the text."""
    intent, confidence = best_guess(parsed)
    kept = ("entity", "value", "start", "end")
    entities = [{name: entity[name] for name in kept} for entity in parsed.get("entities", ())]
    return {"text": parsed.get("text", ""), "intent": intent, "confidence": round(confidence, 4), "entities": entities}


def without_names(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was parsed with the households that only the tagger recognised masked too, in text and entities.

    The dialogue is given this, so that a family name that no list knows does not reach it either.
    """
    text, entities, shift = str(parsed.get("text", "")), [], 0
    for entity in sorted(parsed.get("entities", ()), key=lambda each: each.get("start", 0)):
        moved = {**entity, "start": entity["start"] + shift, "end": entity["end"] + shift}
        if entity["entity"] == "case" and entity.get("is") == UNKNOWN:
            moved |= {"value": UNKNOWN_HOUSEHOLD, "end": moved["start"] + len(UNKNOWN_HOUSEHOLD)}
            text = text[: moved["start"]] + UNKNOWN_HOUSEHOLD + text[entity["end"] + shift :]
            shift += moved["end"] - (entity["end"] + shift)
        entities.append(moved)
    return {**parsed, "text": text, "entities": entities}
