"""The Zwitsers zakmes: three questions, one at a time, and the professional's own outcome."""

from actions.consent import recipient_of
from actions.named import sentence, typed
from actions.replies import Reply, cancel_choice, undo_choice
from actions.skill import Skill
from actions.texts import say
from actions.turn import Missing, Turn
from knowledge.rules.grounds import OUTCOMES, STEPS, suspects_abuse
from knowledge.services.buttons import Choice

#: Details by which a recipient can be named.
_KINDS = ("organisation_id", "partner", "person", "discipline")


class WeighSharing(Skill):
    """ "Moeder wil het niet, maar ik vind dat school het moet weten." """

    intent = "weigh_sharing"

    def answer(self, turn: Turn) -> Reply:
        """Ask what is not answered yet, then the outcome. With signs of abuse the Meldcode goes first."""
        turn.details["abuse"] = turn.details.get("abuse") or suspects_abuse(sentence(turn))
        code, organisation = _about(turn)
        if "outcome" in turn.details:
            return _recorded(turn, code, organisation)
        said = typed(turn)
        short = said is not None and not self._noted(turn, code, organisation, said)
        step = turn.knowledge.weighing.next_step(turn.by, code, organisation)
        if turn.details["abuse"] and "meldcode" not in turn.details:
            return _meldcode(turn)
        if turn.details.pop("undiscussed", False):
            return _not_discussed(turn)
        if step is None:
            return _ask_outcome(turn, code)
        turn.details["step"] = step
        question = "weigh_short" if short else f"weigh_{step}"
        raise Missing("text", question, [cancel_choice()], number=STEPS.index(step) + 1, code=code)

    def _noted(self, turn: Turn, code: str, organisation: str | None, said: str) -> bool:
        step = str(turn.details.get("step", ""))
        return turn.knowledge.weighing.note_answer(turn.by, code, organisation, step, said)


def _about(turn: Turn) -> tuple[str, str | None]:
    """Return case and recipient, kept from the first turn on: an answer may name others."""
    details = turn.details
    if "about" not in details:
        code = turn.case()
        named = any(details.get(kind) for kind in _KINDS) or details.get("asked_recipient")
        if named:
            details["asked_recipient"] = True
            details["case"] = code
        recipient = recipient_of(turn, code) if named else None
        details.update(about=code, organisation_id=recipient.id if recipient else None)
        details["abuse"] = details["abuse"] or (recipient is not None and recipient.safe_home)
    return str(details["about"]), details["organisation_id"] and str(details["organisation_id"])


def _meldcode(turn: Turn) -> Reply:
    on = turn.choice(say("button_zakmes"), meldcode=True)
    danger = Choice(say("button_danger"), "emergency")
    return Reply(say("weigh_meldcode"), [on, danger, cancel_choice()], closes_form=True)


def _not_discussed(turn: Turn) -> Reply:
    beforehand = turn.choice(say("button_not_beforehand"))
    safety = turn.choice(say("button_safety"), abuse=True)
    return Reply(say("weigh_undiscussed"), [beforehand, safety, cancel_choice()], closes_form=True)


def _ask_outcome(turn: Turn, code: str) -> Reply:
    choices = [turn.choice(say(f"button_{outcome}"), outcome=outcome) for outcome in OUTCOMES]
    return Reply(say("weigh_outcome", code=code), [*choices, cancel_choice()], closes_form=True)


def _recorded(turn: Turn, code: str, organisation: str | None) -> Reply:
    outcome = str(turn.details["outcome"])
    changed = turn.knowledge.weighing.weigh(turn.by, code, organisation, outcome)
    ways = [] if outcome == "do_not_share" else _refer(turn, code, organisation)
    ways.append(Choice(say("button_ask_along"), "ask_network", {"case": code}))
    return Reply(say(f"weighed_{outcome}", code=code), [*ways, *undo_choice(changed.change_id)], closes_form=True)


def _refer(turn: Turn, code: str, organisation: str | None) -> list[Choice]:
    if organisation is None:
        return [Choice(say("button_refer"), "create_referral", {"case": code})]
    names = [found.name for found in turn.knowledge.consents.recipients([organisation], [])]
    partner = {"ids": [organisation], "text": names[0] if names else ""}
    return [Choice(say("button_refer"), "create_referral", {"case": code, "partner": partner})]


SKILLS = (WeighSharing,)
