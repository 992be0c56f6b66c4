"""The clock ticks by itself, survives what goes wrong, and needs no Rasa."""

import asyncio
import subprocess
import sys

import pytest

from bot.clock import Tick, run_clock
from bot.delivery import Delivery
from bot.messages import Message
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.cast import BRAM
from tests.loop import outbox, refer


class Listening:
    """A channel that tells when something arrives."""

    name = "web"

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.heard = asyncio.Event()

    async def send(self, address: str, message: Message) -> str:
        self.arrived.append(address)
        self.heard.set()
        return "1"


async def test_a_tick_takes_what_is_due_and_brings_what_is_ready(knowledge: Knowledge, store: Store) -> None:
    refer(store, urgent=True)
    channel = Listening()
    claims = await Tick(knowledge, Delivery(knowledge, {"web": channel}))()
    assert [claim.kind for claim in claims] == ["referral"]
    assert channel.arrived == [BRAM]


async def test_the_running_clock_brings_it_by_itself(knowledge: Knowledge, store: Store) -> None:
    refer(store, urgent=True)
    channel = Listening()
    delivery = Delivery(knowledge, {"web": channel})
    ticking = run_clock(knowledge, delivery, 0.02)
    await asyncio.wait_for(channel.heard.wait(), 10)
    await ticking.stop()
    assert channel.arrived == [BRAM]


async def test_a_tick_that_fails_does_not_stop_the_clock(
    knowledge: Knowledge, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    refer(store, urgent=True)
    channel, claim = Listening(), type(knowledge.reminders).claim_due
    failures = iter([OSError("the disk"), OSError("the disk")])

    def fails_twice(reminders: object) -> object:
        problem = next(failures, None)
        if problem:
            raise problem
        return claim(knowledge.reminders)

    monkeypatch.setattr(type(knowledge.reminders), "claim_due", fails_twice)
    ticking = run_clock(knowledge, Delivery(knowledge, {"web": channel}), 0.02)
    await asyncio.wait_for(channel.heard.wait(), 10)
    await ticking.stop()
    assert channel.arrived == [BRAM]


async def test_a_clock_that_is_stopped_finishes_what_is_being_sent(knowledge: Knowledge, store: Store) -> None:
    refer(store, urgent=True)
    channel, let_go = Listening(), asyncio.Event()
    sends = channel.send

    async def slowly(address: str, message: Message) -> str:
        number = await sends(address, message)
        await let_go.wait()
        return number

    channel.send = slowly  # type: ignore[method-assign]
    ticking = run_clock(knowledge, Delivery(knowledge, {"web": channel}), 0.02)
    await asyncio.wait_for(channel.heard.wait(), 10)
    stopping = asyncio.create_task(ticking.stop())
    let_go.set()
    await stopping
    assert [state for _, state in outbox(store, BRAM)] == ["sent"]


def test_clock_delivery_and_services_come_without_rasa() -> None:
    code = (
        "import sys, bot.clock, bot.delivery, knowledge.services.knowledge;"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('rasa', 'rasa_sdk', 'tensorflow')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
