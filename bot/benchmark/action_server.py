"""An action server as rasa_sdk makes it, with our actions in it: the stock set-up's second process."""

import sys
from pathlib import Path

from rasa_sdk import endpoint
from rasa_sdk.executor import ActionExecutor

from actions.catalogue import skills_over
from bot.app import open_knowledge
from bot.benchmark.town import settings_in
from knowledge.services.knowledge import Knowledge


class _Executor(ActionExecutor):
    """Has our actions, which need their services, instead of a package's classes."""

    knowledge: Knowledge

    def register_package(self, _: object) -> None:
        """Register our actions."""
        for action in skills_over(self.knowledge):
            self.register_action(action)


def main() -> None:
    """Serve on the port that the caller gives."""
    folder, port = sys.argv[1:]
    _Executor.knowledge = open_knowledge(settings_in(Path(folder)))
    endpoint.ActionExecutor = _Executor
    endpoint.run("actions", port=int(port))


if __name__ == "__main__":
    main()
