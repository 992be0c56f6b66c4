"""Timing turns, in turn and all at once, and reading a process's memory."""

import asyncio
import json
import platform
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

Turn = Callable[[str, str], Awaitable[None]]


async def one_by_one(turn: Turn, person: str, texts: list[str]) -> dict[str, float]:
    """Return p50 and p95 of a whole turn in milliseconds, one after another."""
    took = []
    for text in texts:
        began = time.perf_counter()
        await turn(person, text)
        took.append(1000 * (time.perf_counter() - began))
    cuts = quantiles(took, n=20)
    return {"turn_p50_ms": round(cuts[9], 1), "turn_p95_ms": round(cuts[18], 1)}


async def all_at_once(turn: Turn, people: tuple[str, ...], texts: list[str]) -> dict[str, float]:
    """Return turns per second with everybody talking at the same time, each in turn with themselves."""

    async def talk(person: str) -> None:
        for text in texts:
            await turn(person, text)

    began = time.perf_counter()
    await asyncio.gather(*(talk(person) for person in people))
    return {"turns_per_second": round(len(people) * len(texts) / (time.perf_counter() - began), 1)}


def memory_mb(pid: int | str = "self") -> int:
    """Return the resident memory of a process and its children, in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text()
    own = next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{pid}/task/{pid if pid != 'self' else Path('/proc/self').resolve().name}/children")
    return own + sum(memory_mb(child) for child in children.read_text().split())


def show(what: str, **figures: Any) -> None:
    """Print one JSON line."""
    print(json.dumps({"what": what, **figures}), flush=True)


def machine() -> dict[str, Any]:
    """Describe the machine."""
    import os

    model = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), ": ?")
    return {"cpu": model.split(":")[1].strip(), "cores": os.cpu_count(), "python": platform.python_version()}
