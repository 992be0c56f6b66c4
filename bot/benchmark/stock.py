"""The stock set-up on the same model and actions: `rasa run --enable-api` and an action server, over HTTP."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bot.benchmark.measure import all_at_once, memory_mb, one_by_one
from bot.benchmark.town import PEOPLE, messages, settings_in
from bot.model import ROOT, environment, model_path

#: How long a server may take to come up, in seconds.
_PATIENCE = 180


def measure(folder: Path, code: str, count: int) -> dict[str, float]:
    """Start both servers, talk to them as a channel would, and return the same figures as for ours."""
    began = time.time()
    with _servers(folder) as (address, processes):
        return asyncio.run(_talk(address, processes, code, count, began))


async def _talk(
    address: str, processes: list[subprocess.Popen[bytes]], code: str, count: int, began: float
) -> dict[str, float]:
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=60)) as client:

        async def turn(person: str, text: str) -> None:
            call = {"sender": person, "message": text}
            answer = await client.post(f"{address}/webhooks/rest/webhook", json=call)
            assert answer.json(), text

        await _until_up(client, address)
        await turn(PEOPLE[0], "goedemorgen")
        first = {"first_reply_s": round(time.time() - began, 1)}
        await one_by_one(turn, PEOPLE[0], messages(code, 16))
        quick = await one_by_one(turn, PEOPLE[1], messages(code, count))
        many = await all_at_once(turn, PEOPLE, messages(code, count // 25))
        return {**first, **quick, **many, "memory_mb": sum(memory_mb(process.pid) for process in processes)}


async def _until_up(client: httpx.AsyncClient, address: str) -> None:
    give_up = time.time() + _PATIENCE
    while time.time() < give_up:
        try:
            if (await client.get(f"{address}/status")).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            await asyncio.sleep(0.2)
    raise TimeoutError("the stock set-up did not come up")


@contextmanager
def _servers(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    port, actions_port = _free_port(), _free_port()
    endpoints, credentials = folder / "endpoints.yml", folder / "credentials.yml"
    endpoints.write_text(f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n")
    credentials.write_text("rest:\n")
    rasa = [
        *(sys.executable, "-m", "rasa", "run", "--enable-api", "-i", "127.0.0.1", "-p", str(port), "--quiet"),
        *("--model", str(model_path(settings_in(folder)).resolve())),
        *("--endpoints", str(endpoints), "--credentials", str(credentials)),
    ]
    actions = [sys.executable, "-m", "bot.benchmark.action_server", str(folder), str(actions_port)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (rasa, actions)
    ]
    try:
        yield f"http://127.0.0.1:{port}", processes
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
