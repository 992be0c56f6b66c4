"""The conversation itself: asking for a missing detail, going on with the answer, yes, no, cancel and undo."""

import re
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import Reply
from actions.skill import FORGOTTEN, FORM, Skill, forget, is_tap, read_turn, refused, said_in, utter
from actions.texts import say
from actions.turn import Turn
from knowledge.entities import Button
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal

#: A message with one of these intents is never the answer to a question for free text.
_NO_ANSWER = frozenset({"cancel", "emergency", "help", "deny"})

#: Nor is a clear one of these.
_ASIDES = frozenset({"greet", "goodbye", "thank", "out_of_scope"})

#: From this confidence on a message may be a request of its own while a question is open.
_CLEAR = 0.9

#: Words from which on something out of scope is chatter.
_CHATTER = 4

#: How a request begins, unlike an answer: a question word, or a verb that asks something of the assistant.
_REQUEST = re.compile(
    r"^(?:(?:en|hoi|hey|ok[eé]?|weet je)[ ,]+)*(?:wie|wat|waar|wanneer|welke?|hoe|hoeveel|heeft|hebben|heb|kan|kun|mag|"
    r"is|zijn|zit|ligt|loopt|staat|komt|doet|verwijs|laat|zet|open|meld|stuur|vraag|draag|sluit|haal|zoek|toon|geef|herinner|por|bel|"
    r"mijn casussen)\b",
    re.IGNORECASE,
)

#: Words that mean the last change, whatever was asked since.
_TAKE_BACK = re.compile(r"ongedaan|terug ?draai|draai\b.*\bterug|maak\b.*\bterug", re.IGNORECASE)


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
        if _is_own_request(message, tracker.get_slot("goal")):
            return {}
        if wanted == "text" and intent not in _NO_ANSWER and not _is_aside(message):
            return {"answer": {**said, "text": message.get("text")}}
        return {"answer": said} if wanted in said else {}

    def validate_answer(self, value: Any, *_: Any) -> dict[str, Any]:
        """Take the answer as it was read: the skill that asked judges it."""
        return {"answer": value}


def _is_own_request(message: dict[str, Any], goal: str | None) -> bool:
    """Tell whether a message clearly asks for something else, rather than answering."""
    intent = message.get("intent", {})
    asks = intent.get("name") != goal and intent.get("confidence", 0.0) >= _CLEAR
    return bool(asks and _REQUEST.match(str(message.get("text") or "").strip()))


def _is_aside(message: dict[str, Any]) -> bool:
    """Tell whether the message is manners or chatter; a word or three that mean nothing may still be a name."""
    intent, words = message.get("intent", {}), str(message.get("text") or "").split()
    clear = intent.get("name") in _ASIDES and intent.get("confidence", 0.0) >= _CLEAR
    return clear and (intent["name"] != "out_of_scope" or len(words) >= _CHATTER)


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
        """Press the button of the proposal; without one, say what there is to choose, or that nothing is open."""
        token, by = tracker.get_slot("proposal"), tracker.sender_id
        if not token:
            asked = tracker.active_loop or _way_out(self._knowledge, by)
            key = "affirm_which" if asked else "nothing_to_affirm"
            return utter(self._knowledge, by, Reply(say(key)), dispatcher)
        turn = read_turn(tracker, "affirm", self._knowledge)
        try:
            button = self._knowledge.buttons.press(by, token)
        except Refusal as refusal:
            return [SlotSet("proposal"), *utter(self._knowledge, by, refused(turn, refusal), dispatcher)]
        turn.intent, turn.details = button.intent, button.details
        return [SlotSet("proposal"), *await self._skills[turn.intent].attend(turn, dispatcher)]


class Cancel(Skill):
    """ "Laat maar", "ongedaan maken": takes the last change back within its minute, else drops what was open."""

    intent = "cancel"

    def answer(self, turn: Turn) -> Reply:
        """Undo what the button names or the last change, and forget what was being asked."""
        change = turn.details.get("change") or _change_meant(turn)
        text = say("cancelled")
        if change:
            turn.knowledge.undo.take_back(turn.by, change)
            text = say("undone")
        return Reply(text, remember={**FORGOTTEN, "proposal": None}, closes_form=True)


def _change_meant(turn: Turn) -> int | None:
    """Return the change to take back: with "laat maar" only where nothing was asked since."""
    if turn.text.startswith("/"):
        return None
    last = turn.knowledge.undo.last_change(turn.by)
    if _TAKE_BACK.search(turn.text):
        if last is None:
            raise Refusal("too_late", object="change")
        return last
    dropping = _way_out(turn.knowledge, turn.by)
    if dropping:
        turn.knowledge.buttons.press(turn.by, dropping.token)
    return None if turn.something_open or dropping else last


def _way_out(knowledge: Knowledge, by: str) -> Button | None:
    """Return the button that cancels the question shown last, if that can be cancelled."""
    question = knowledge.buttons.open_question(by)
    return next((button for button in question if button.intent == "cancel" and "change" not in button.details), None)


class Deny(Cancel):
    """ "Nee": drops what was proposed; it takes nothing back."""

    intent = "deny"

    def answer(self, turn: Turn) -> Reply:
        """Forget what was being asked or proposed."""
        return Reply(say("denied"), remember={**FORGOTTEN, "proposal": None}, closes_form=True)
