"""Runs the actions in this process: an action endpoint whose request is a call."""

import logging
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from actions.catalogue import skills_over
from actions.texts import say
from bot.log import kind_and_place
from knowledge.services.knowledge import Knowledge

logger = logging.getLogger(__name__)


def _taken_at_its_word(*_: Any) -> bool:
    """Stand in for Rasa's check of each action's answer against a JSON schema, which it compiles anew every time.

    It took two thirds of a turn. It is meant for a server that anybody may have written; here the answer comes from
    rasa_sdk's own executor in this process.
    """
    return True


RemoteAction._validate_action_result = _taken_at_its_word  # noqa: SLF001 (there is no setting for it)


class InProcessEndpoint(EndpointConfig):
    """Stands where the address of an action server would."""

    def __init__(self, knowledge: Knowledge) -> None:
        # The selective domain spares every call a copy of the whole domain, which no action of ours reads.
        super().__init__(url="in-process", enable_selective_domain=True)
        self._executor = ActionExecutor()
        for action in skills_over(knowledge):
            self._executor.register_action(action)

    async def request(self, method: str = "post", **call: Any) -> Any:  # noqa: ARG002 (Rasa passes it)
        """Execute the action that Rasa asks for and return its events and responses.

        What goes wrong in an action is logged, by name of the action alone, and answered with a way on: Rasa itself
        would leave the person without an answer.
        """
        try:
            return await self._executor.run(call["json"])
        except Exception as error:  # noqa: BLE001 (whatever it is, the person gets an answer)
            logger.error("action %s failed: %s", call["json"].get("next_action"), kind_and_place(error))
            return {"events": [], "responses": [{"text": say("trouble"), "buttons": []}]}
