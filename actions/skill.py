"""The base of every action: reads the turn, answers, and turns what is missing or refused into a way on."""

import asyncio
import json
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.private import words
from actions.replies import Reply
from actions.texts import say
from actions.turn import Missing, Turn
from knowledge.entities import Professional
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal

FORM = "details_form"

#: What a conversation remembers between turns; all of it is gone after an hour, and no button needs it.
FORGOTTEN: dict[str, Any] = {"goal": None, "details": None, "wanted": None, "question": None, "answer": None}

#: After these a "ja" still means what was proposed before; any other request drops it.
_ASIDES = frozenset({"greet", "thank", "help", "out_of_scope", "ask_what_is_meant"})


class Skill(Action):
    """One capability of the assistant, for one intent. Subclasses set `intent` and write `answer`."""

    intent: ClassVar[str]

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def name(self) -> str:
        """Return the name by which Rasa's rules call it."""
        return f"action_{self.intent}"

    def answer(self, turn: Turn) -> Reply:
        """Answer the turn. Raises Missing for a detail to be asked, Refusal for what cannot be."""
        raise TypeError(f"{type(self).__name__} answers nothing")

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer this turn's message and hand the answer to Rasa. A tap on something else drops an open question."""
        dropped: list[EventType] = [] if self.intent in _ASIDES else [SlotSet("proposal")]
        if tracker.active_loop and is_tap(tracker):
            dropped += [ActiveLoop(None), *forget()]
        return [*dropped, *await self.attend(read_turn(tracker, self.intent, self._knowledge), dispatcher)]

    async def attend(self, turn: Turn, dispatcher: CollectingDispatcher) -> list[EventType]:
        """Answer a turn, in a thread of its own since the database blocks."""
        events: list[EventType] = await asyncio.to_thread(self._attend, turn, dispatcher)
        return events

    def _attend(self, turn: Turn, dispatcher: CollectingDispatcher) -> list[EventType]:
        try:
            reply = self.answer(turn)
        except Missing as missing:
            return ask(turn, missing)
        except Refusal as refusal:
            reply = refused(turn, refusal)
        return utter(self._knowledge, turn.by, reply, dispatcher)


def is_tap(tracker: Tracker) -> bool:
    """Tell whether this turn is a tap on a button; typed text never starts with a slash here."""
    return str(tracker.latest_message.get("text") or "").startswith("/")


def forget() -> list[EventType]:
    """Return the events that clear what was being asked."""
    return [SlotSet(name, value) for name, value in FORGOTTEN.items()]


def read_turn(tracker: Tracker, intent: str, knowledge: Knowledge) -> Turn:
    """Return this turn from the conversation so far."""
    message = tracker.latest_message
    with knowledge.store.reading() as session:
        person = session.get(Professional, tracker.sender_id)
    details = said_in(message.get("entities", []))
    replied = (message.get("metadata") or {}).get("replied_case")
    if replied:
        details.setdefault("replied_case", replied)
    text = message.get("text") or ""
    ranking = tuple(guess["name"] for guess in message.get("intent_ranking", ()))
    turn = Turn(person, intent, text, knowledge, details, private_text=words(), ranking=ranking)
    turn.message_id = str(message.get("message_id") or "")
    turn.something_open = bool(tracker.active_loop or tracker.get_slot("proposal"))
    return turn


def said_in(entities: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the details that the entities of a message stand for; the first of each kind counts.

    A button's details come as one entity holding them all. An entity that the town knows carries what it stands for
    under "is", a time its days; another carries its words.
    """
    details: dict[str, Any] = {}
    for entity in entities:
        if entity["entity"] == "details":
            details.update(json.loads(entity["value"]))
        else:
            details.setdefault(entity["entity"], entity.get("is", entity["value"]))
    return details


def ask(turn: Turn, missing: Missing) -> list[EventType]:
    """Open the form that asks for what is missing; the goal and what is known wait in the conversation."""
    question = {
        "text": say(f"ask_{missing.question}", **missing.params),
        "choices": [[choice.title, choice.intent, choice.details] for choice in missing.choices],
        "raised_by": turn.message_id,
    }
    remember = {"goal": turn.intent, "details": turn.details, "wanted": missing.wanted, "question": question}
    return [*(SlotSet(name, value) for name, value in remember.items()), SlotSet("answer"), FollowupAction(FORM)]


def refused(turn: Turn, refusal: Refusal) -> Reply:
    """Say what is possible instead. An outsider always gets the blind doorbell, in the same words."""
    if refusal.code == "outsider":
        return _blind_doorbell(turn, str(refusal.params.get("case")))
    text = say(f"refusal_{refusal.code}", **refusal.params)
    return Reply(text, [Choice(say("button_help"), "help", repeatable=True)], closes_form=True)


def _blind_doorbell(turn: Turn, code: str) -> Reply:
    meant = turn.knowledge.cases.close_to(turn.by, code)
    if meant and not turn.details.get("certain"):
        own = [turn.choice(other, case=other) for other in meant]
        return Reply(say("case_did_you_mean"), [*own, turn.choice(say("button_no_ring", code=code), certain=True)])
    turn.knowledge.cases.ring(turn.by, code)
    return Reply(say("doorbell"), closes_form=True)


def utter(knowledge: Knowledge, to: str, reply: Reply, dispatcher: CollectingDispatcher) -> list[EventType]:
    """Hand a reply to Rasa: the buttons get their ids, the cards and files travel beside the text."""
    buttons = [{"title": b.title, "payload": b.token} for b in knowledge.buttons.make(to, reply.choices)]
    extra = {
        "contacts": [vars(contact) for contact in reply.contacts],
        "files": {name: content.hex() for name, content in reply.files.items()},
    }
    dispatcher.utter_message(text=reply.text, buttons=buttons, json_message=extra if any(extra.values()) else {})
    remembered = dict(reply.remember)
    if remembered.get("proposal"):
        # A "ja" presses the button, so that what was proposed is done once, however it is confirmed.
        made = zip(buttons, reply.choices, strict=True)
        remembered["proposal"] = next(button["payload"] for button, choice in made if _proposed(choice, reply))
    events: list[EventType] = [SlotSet(name, value) for name, value in remembered.items()]
    return [*events, ActiveLoop(None)] if reply.closes_form else events


def _proposed(choice: Choice, reply: Reply) -> bool:
    """Tell whether this is the button that does what the reply proposes."""
    same: bool = {"intent": choice.intent, "details": choice.details} == reply.remember["proposal"]
    return same
