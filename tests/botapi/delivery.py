"""Bringing updates to the bot: long polling, and the webhook with its retries."""

import asyncio
import contextlib
import json

import aiohttp

from tests.botapi.methods.webhooks import allow_kinds
from tests.botapi.objects import JsonObject
from tests.botapi.params import Params
from tests.botapi.state import World
from tests.botapi.updates import Webhook

LONGEST_POLL = 50
MOST_UPDATES = 100


async def get_updates(world: World, params: Params) -> list[JsonObject]:
    """Wait for updates up to `timeout` seconds; 409 beside a webhook or when a later poll takes over."""
    loop = asyncio.get_running_loop()
    limit = min(max(params.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    with world.changed:
        poll = world.updates.start_poll()
        allow_kinds(world, params)
        world.updates.confirm(params.integer("offset"))
        world.tell()
    deadline = loop.time() + min(max(params.integer("timeout"), 0), LONGEST_POLL)
    with world.bell.heard() as rung:
        while True:
            rung.clear()
            with world.changed:
                found = world.updates.read(poll, limit)
            left = deadline - loop.time()
            if found or left <= 0 or world.closing:
                return found
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(rung.wait(), left)


class WebhookCarrier:
    """Posts one update after the other, in order; a failed one again after a pause of `retry_seconds`."""

    def __init__(self, world: World, retry_seconds: float) -> None:
        self._world = world
        self._retry_seconds = retry_seconds

    async def run(self) -> None:
        """Carry until cancelled."""
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            with self._world.bell.heard() as rung:
                while True:
                    rung.clear()
                    if not await self._carry_one(session):
                        await rung.wait()

    async def _carry_one(self, session: aiohttp.ClientSession) -> bool:
        with self._world.changed:
            hook = self._world.updates.webhook
            update = next(iter(self._world.updates.pending), None)
        if hook is None or update is None:
            return False
        failure = await _post(session, hook, update)
        with self._world.changed:
            if failure:
                hook.failed_at, hook.failure = self._world.clock.now(), failure
            else:
                self._world.updates.delivered(update)
            self._world.tell()
        if failure:
            await asyncio.sleep(self._retry_seconds)
        return True


async def _post(session: aiohttp.ClientSession, hook: Webhook, update: JsonObject) -> str:
    headers = {"Content-Type": "application/json"}
    if hook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret_token
    try:
        async with session.post(hook.url, data=json.dumps(update), headers=headers) as answer:
            return "" if answer.ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except asyncio.TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Connection refused"
