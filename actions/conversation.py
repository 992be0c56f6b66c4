"""The conversation itself: asking for a missing detail, going on with the answer, yes, no, cancel and undo."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import Reply
from actions.skill import FORGOTTEN, FORM, Skill, forget, is_tap, read_turn, said_in, utter
from actions.texts import say
from actions.turn import Turn
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge

#: A message with one of these intents is never the answer to a question for free text.
_NO_ANSWER = frozenset({"cancel", "emergency", "help", "deny"})


class AskDetail(Skill):
    """Asks the question that is open, also again after something came in between."""

    def name(self) -> str:
        """Return the name by which Rasa's form asks."""
        return f"action_ask_{FORM}_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Put the question, with its buttons."""
        question = tracker.get_slot("question") or {"text": say("ask_again"), "choices": []}
        choices = [Choice(title, intent, details) for title, intent, details in question["choices"]]
        return utter(self._knowledge, tracker.sender_id, Reply(question["text"], choices), dispatcher)


class ReadAnswer(FormValidationAction):
    """Tells whether a message answers the open question; if not, the message is a request of its own."""

    def name(self) -> str:
        """Return the name by which Rasa's form validates."""
        return f"validate_{FORM}"

    async def required_slots(self, *_: Any) -> list[str]:
        """Return the one slot that holds the answer."""
        return ["answer"]

    async def extract_answer(self, _: CollectingDispatcher, tracker: Tracker, __: dict[str, Any]) -> dict[str, Any]:
        """Return what the message says of the wanted detail, or nothing."""
        message, wanted = tracker.latest_message, tracker.get_slot("wanted")
        question = tracker.get_slot("question") or {}
        if message.get("message_id") == question.get("raised_by"):
            return {}
        said = said_in(message.get("entities", []))
        intent = message.get("intent", {}).get("name")
        if is_tap(tracker):
            return {"answer": said} if intent == tracker.get_slot("goal") else {}
        if wanted == "text" and intent not in _NO_ANSWER:
            return {"answer": {**said, "text": message.get("text")}}
        return {"answer": said} if wanted in said else {}


class GoOn(Action):
    """Goes on with what was asked before, now that the detail is there."""

    def __init__(self, knowledge: Knowledge, skills: dict[str, Skill]) -> None:
        self._knowledge = knowledge
        self._skills = skills

    def name(self) -> str:
        """Return the name by which Rasa's rules call it."""
        return "action_go_on"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Run the skill that asked, with the answer added to what it knew."""
        goal = tracker.get_slot("goal") or "help"
        turn = read_turn(tracker, goal, self._knowledge)
        turn.details = {**(tracker.get_slot("details") or {}), **(tracker.get_slot("answer") or {})}
        return [*forget(), *await self._skills[goal].attend(turn, dispatcher)]


class Affirm(Action):
    """ "Ja": does what was proposed last."""

    def __init__(self, knowledge: Knowledge, skills: dict[str, Skill]) -> None:
        self._knowledge = knowledge
        self._skills = skills

    def name(self) -> str:
        """Return the name by which Rasa's rules call it."""
        return "action_affirm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Run the proposal, once; without one, say that there is nothing open."""
        proposal = tracker.get_slot("proposal")
        if not proposal:
            return utter(self._knowledge, tracker.sender_id, Reply(say("nothing_to_affirm")), dispatcher)
        turn = read_turn(tracker, proposal["intent"], self._knowledge)
        turn.details = proposal["details"]
        return [SlotSet("proposal"), *await self._skills[turn.intent].attend(turn, dispatcher)]


class Cancel(Skill):
    """ "Laat maar", "ongedaan maken": takes the last change back within its minute, else drops what was open."""

    intent = "cancel"

    def answer(self, turn: Turn) -> Reply:
        """Undo what the button names or the last change, and forget what was being asked."""
        change = turn.details.get("change") or turn.knowledge.undo.last_change(turn.by)
        text = say("cancelled")
        if change:
            turn.knowledge.undo.take_back(turn.by, change)
            text = say("undone")
        return Reply(text, remember={**FORGOTTEN, "proposal": None}, closes_form=True)


class Deny(Cancel):
    """ "Nee": drops what was proposed; it takes nothing back."""

    intent = "deny"

    def answer(self, turn: Turn) -> Reply:
        """Forget what was being asked or proposed."""
        return Reply(say("denied"), remember={**FORGOTTEN, "proposal": None}, closes_form=True)
