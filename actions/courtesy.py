"""Greeting, thanking, help, doubt: the assistant's manners, always with a way on."""

from actions.replies import Reply
from actions.skill import Skill
from actions.texts import knows, say
from actions.turn import Turn
from knowledge.services.buttons import Choice

#: How many guesses are offered when a message was not understood well enough.
_GUESSES = 3

#: Nothing to offer as a guess: they are no requests.
_NO_REQUEST = frozenset(
    {"nlu_fallback", "out_of_scope", "affirm", "deny", "cancel", "thank", "greet", "goodbye", "emergency"}
)


class Greet(Skill):
    """ "Goedemorgen." """

    intent = "greet"

    def answer(self, turn: Turn) -> Reply:
        """Greet, and show what can be asked."""
        return Reply(say("greet", name=turn.person.name.split()[0]), _starters())


class Goodbye(Skill):
    """ "Tot morgen." """

    intent = "goodbye"

    def answer(self, turn: Turn) -> Reply:
        """Say goodbye."""
        return Reply(say("goodbye"))


class Thank(Skill):
    """ "Dank je." """

    intent = "thank"

    def answer(self, turn: Turn) -> Reply:
        """Take the thanks."""
        return Reply(say("thank"))


class Help(Skill):
    """ "Wat kun je?" """

    intent = "help"

    def answer(self, turn: Turn) -> Reply:
        """Say what can be asked, in words people really type."""
        lead = say("help_team_lead") if turn.person.is_team_lead else ""
        return Reply(say("help") + lead, _starters())


class OutOfScope(Skill):
    """What is not for this assistant."""

    intent = "out_of_scope"

    def answer(self, turn: Turn) -> Reply:
        """Say so, and what it is for."""
        return Reply(say("out_of_scope"), _starters())


class AskWhatIsMeant(Skill):
    """Under the threshold, or two intents close: up to three buttons that say what each would do."""

    intent = "ask_what_is_meant"

    def answer(self, turn: Turn) -> Reply:
        """Offer the likeliest requests; what was said in the message goes along."""
        likely = [name for name in turn.ranking if name not in _NO_REQUEST and knows(f"intent_{name}")]
        if not likely:
            return Reply(say("not_understood"), _starters())
        guesses = [Choice(say(f"intent_{name}"), name, turn.details) for name in likely[:_GUESSES]]
        return Reply(say("did_you_mean"), guesses)


def _starters() -> list[Choice]:
    return [
        Choice(say("button_my_cases"), "list_my_cases", repeatable=True),
        Choice(say("button_overdue"), "list_overdue", repeatable=True),
        Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True),
    ]


SKILLS = (Greet, Goodbye, Thank, Help, OutOfScope, AskWhatIsMeant)
