"""One referral from end to end on Telegram: the real channel, assistant and dialogue; only Telegram itself is ours."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.assistant import Assistant
from bot.channels.telegram import TelegramChannel
from bot.delivery import Delivery
from knowledge.clock import SetClock
from knowledge.entities import Professional
from knowledge.services.knowledge import Knowledge
from tests.bot.telegram.conftest import settings_for
from tests.botapi import BotApiServer, ChatMessage, User
from tests.scenarios.conftest import MONDAY

pytestmark = pytest.mark.model


class Town:
    """Two people with Telegram, and the clock of the town they work in."""

    def __init__(self, server: BotApiServer, knowledge: Knowledge, channel: TelegramChannel) -> None:
        self.server = server
        self.knowledge = knowledge
        self.farida = server.user(first_name="Farida")
        self.jayden = server.user(first_name="Jayden")
        self._delivery = Delivery(knowledge, {channel.name: channel})

    async def reads(self, who: User, words: str) -> ChatMessage:
        """Wait until somebody has a message with these words, and return it."""
        seen = await self.server.wait_for_async(who, until=lambda chat: any(words in one.text for one in chat))
        return next(one for one in reversed(seen) if words in one.text)

    async def at(self, clock: str) -> None:
        """Let it be so late on this Monday; what is due is taken, what is ready is brought."""
        hour, minute = clock.split(":")
        self.knowledge.store.clock = SetClock(MONDAY.replace(hour=int(hour), minute=int(minute)))
        self.knowledge.reminders.claim_due()
        await self._delivery.deliver_due()


@pytest_asyncio.fixture
async def town(assistant: Assistant, knowledge: Knowledge) -> AsyncIterator[Town]:
    """The town with the bot connected."""
    with BotApiServer() as server:
        server.clock.freeze(MONDAY)
        settings = settings_for(server)
        channel = TelegramChannel(settings, assistant, knowledge)
        await channel.start()
        await asyncio.wait_for(channel.connected.wait(), 10)
        yield Town(server, knowledge, channel)
        await channel.stop()


async def test_a_household_is_referred_from_one_telephone_to_another_and_the_first_hears(town: Town) -> None:
    farida, jayden = town.farida, town.jayden
    with town.knowledge.store.work() as work:
        work.need(Professional, "farida").house_rules_accepted_at = None

    farida.starts(town.knowledge.people.invite("farida").code)
    await town.reads(farida, "Welkom Farida el Idrissi")
    farida.taps("Ik ga akkoord")
    await town.reads(farida, "Vraag maar")
    jayden.starts(town.knowledge.people.invite("jayden").code)
    await town.reads(jayden, "Welkom terug Jayden")

    farida.sends("wie is betrokken bij gezin van den oever?")
    await town.reads(farida, "Rond QX-4T9")
    assert not [one for one in town.server.chat(farida) if "oever" in one.text.casefold()]

    farida.sends("verwijs dit gezin naar jayden martina van jeugdpunt")
    summary = await town.reads(farida, "Doorverwijzing van QX-4T9 naar Jayden Martina")
    farida.taps(summary.buttons[0].title)
    await town.reads(farida, "Verstuurd")
    await town.at("12:31")

    request = await town.reads(jayden, "QX-4T9: doorverwijzing van Farida el Idrissi")
    assert "Oever" not in request.text
    jayden.taps(request.buttons[0].title, request)
    await town.reads(jayden, "QX-4T9")
    await town.at("16:31")
    assert "QX-4T9" in (await town.reads(farida, "Jayden Martina")).text


async def test_dit_gezin_in_an_answer_to_a_message_is_the_household_of_that_message(town: Town) -> None:
    shanice: User = town.server.user(first_name="Shanice")
    shanice.starts(town.knowledge.people.invite("shanice").code)
    await town.reads(shanice, "Welkom terug")
    await town.at("9:07")
    await town.at("12:31")
    reminders = {code: await town.reads(shanice, f"{code}: ") for code in ("NT-4V7", "VA-6K7")}
    for code, reminder in reminders.items():
        shanice.sends("wie is betrokken bij dit gezin?", reply_to=reminder)
        await town.reads(shanice, f"Rond {code}")
