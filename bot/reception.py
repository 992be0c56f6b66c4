"""The reception: who is not linked yet, or has not accepted the house rules, is helped here; the agent is behind it."""

from actions.replies import Reply, cancel_choice
from actions.texts import say
from knowledge.entities import Button, Professional
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal

#: Buttons that the reception answers itself; the agent has no such intents.
READ_RULES, ACCEPT_RULES, UNLINK = "read_house_rules", "accept_house_rules", "unlink_me"


class Reception:
    """Welcomes people, links them and shows the house rules."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def stranger(self, channel: str, address: str, code: str) -> tuple[Professional | None, Reply]:
        """Answer somebody who is not linked: with `code` they may become so. Returns who it is from now on."""
        if not code:
            return None, Reply(say("stranger"))
        try:
            person = self._knowledge.people.redeem(channel, address, code)
        except Refusal as refusal:
            return None, Reply(say(f"refusal_{refusal.code}"))
        if person.house_rules_accepted_at:
            return person, Reply(say("linked_again", name=person.name), [_useful()])
        return person, self.house_rules(say("linked", name=person.name))

    def house_rules(self, opening: str = "") -> Reply:
        """Return the summary of the house rules, to be accepted once."""
        text = "\n\n".join(part for part in (opening, say("house_rules_summary")) if part)
        return Reply(text, [Choice(say("button_accept_rules"), ACCEPT_RULES), _read_all()])

    def farewell(self, channel: str) -> Reply:
        """Ask whether somebody really wants to be unlinked from this channel."""
        return Reply(
            say("unlink_proposal"), [Choice(say("button_unlink"), UNLINK, {"channel": channel}), cancel_choice()]
        )

    def answers(self, button: Button) -> bool:
        """Tell whether this button is for the reception."""
        return button.intent in (READ_RULES, ACCEPT_RULES, UNLINK)

    def press(self, person: Professional, button: Button) -> Reply:
        """Answer one of the reception's own buttons."""
        if button.intent == READ_RULES:
            return Reply(say("house_rules"), [Choice(say("button_accept_rules"), ACCEPT_RULES)])
        if button.intent == UNLINK:
            self._knowledge.people.unlink(person.id, channel=button.details["channel"], by=person.id)
            return Reply(say("unlinked"))
        self._knowledge.people.accept_house_rules(person.id)
        return Reply(say("welcome", name=person.name), [_useful(), Choice(say("button_help"), "help", repeatable=True)])


def _read_all() -> Choice:
    return Choice(say("button_read_rules"), READ_RULES, repeatable=True)


def _useful() -> Choice:
    return Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True)


#: What is not text, and how it is answered; anything else is "other".
KINDS = frozenset(
    {"photo", "voice", "sticker", "location", "contact", "document", "edited", "forwarded", "empty", "too_long"}
)


def not_text(kind: str) -> Reply:
    """Answer a photo, a voice message and whatever else is not text."""
    return Reply(say(f"got_{kind if kind in KINDS else 'other'}"))
