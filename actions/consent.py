"""Consent of the resident: what is recorded, a yes, a no. Never a verdict: the weighing is the professional's."""

import re
from datetime import date
from typing import Any

from actions.named import ids_of, sentence, typed, words_of
from actions.replies import Reply, cancel_choice, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, label, listed, say
from actions.turn import Missing, Turn
from knowledge.entities import ConsentState
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.grounds import Voice, suspects_abuse
from knowledge.rules.text import fold
from knowledge.services.buttons import Choice
from knowledge.services.consents import ConsentLine, ConsentView, Recipient, Terms
from knowledge.services.registry_search import Wish

_WRITTEN = re.compile(r"teken|handtekening|formulier|schriftelijk|op papier")
_NOTHING_BACK = re.compile(r"(geen|niet|zonder) (\w+ )?(terugkoppel|terugmeld|tk\b)")
_SPEAKERS = re.compile(
    r"\b(beide ouders|ouders|moeder|vader|mama|papa|oma|opa|voogd|mentor|curator|client|pati[e]nt)\b"
)
_ONLY = re.compile(r"\balleen\b|\bbeperk")
_EVERYBODY = re.compile(r"\b(ouders|allebei|allemaal|gezin|familie|fam|iedereen|ze hebben|zij hebben)\b")


class CheckConsent(Skill):
    """ "Mag ik dit delen met school?" """

    intent = "check_consent"

    def answer(self, turn: Turn) -> Reply:
        """Say what is recorded, what is missing and what is possible."""
        code = _keep(turn)
        recipient = recipient_of(turn, code)
        view = turn.knowledge.consents.check(turn.by, code, recipient.id)
        parts = [_recorded(view), *_missing(view, abuse=suspects_abuse(sentence(turn))), _possible(view)]
        return Reply("\n".join(parts), _ways_on(view))


class RecordConsent(Skill):
    """ "Moeder geeft toestemming voor overleg met school." """

    intent = "record_consent"

    def answer(self, turn: Turn) -> Reply:
        """Record who agreed to what towards whom, after one confirmation."""
        code = _keep(turn)
        recipient = recipient_of(turn, code)
        if turn.details.get("discussed"):
            changed = turn.knowledge.consents.discuss(turn.by, code, recipient.id)
            return _done(say("consent_discussed", recipient=recipient.name, code=code), changed.change_id)
        _read_terms(turn)
        member = _member(turn, code)
        terms = _terms(turn)
        if not turn.confirmed:
            return _proposed(turn, _summary(code, recipient, member, terms), _toggles(turn, terms))
        changed = turn.knowledge.consents.record(turn.by, code, recipient.id, terms)
        text = say("consent_recorded", recipient=recipient.name, code=code)
        return _done(text + _covenant_line(recipient), changed.change_id, _refer_choice(code, recipient))


class WithdrawConsent(Skill):
    """ "Moeder wil niet meer dat school iets hoort." """

    intent = "withdraw_consent"

    def answer(self, turn: Turn) -> Reply:
        """Record a no, or a smaller yes; what rests on it stops at once."""
        code = _keep(turn)
        recipient = recipient_of(turn, code)
        _read_terms(turn)
        member = _member(turn, code)
        terms = _terms(turn)
        if not turn.confirmed:
            key = "limit_proposal" if terms.kind else "withdraw_proposal"
            return _proposed(turn, say(key, who=_who(member), recipient=recipient.name, code=code), [])
        consents = turn.knowledge.consents
        if terms.kind:
            changed = consents.limit(turn.by, code, recipient.id, terms, only=turn.details["only"])
        else:
            changed = consents.withdraw(turn.by, code, recipient.id, terms.member_id)
        key = "consent_limited" if terms.kind else "consent_withdrawn"
        return _done(say(key, recipient=recipient.name, code=code), changed.change_id)


def recipient_of(turn: Turn, code: str) -> Recipient:
    """Return the one organisation that is meant, by its name, a colleague's or a function. Raises Missing else."""
    typed(turn)
    found = _recipients(turn, code)
    if len(found) == 1:
        turn.details["organisation_id"] = found[0].id
        return found[0]
    named = words_of(turn, "partner") or words_of(turn, "person") or words_of(turn, "discipline")
    for kind in ("partner", "person", "discipline", "topic"):
        turn.details.pop(kind, None)
    if found:
        raise Missing("text", "which_recipient", _recipient_choices(turn, found))
    known = turn.knowledge.consents.recorded_recipients(turn.by, code)
    question = "recipient_unknown" if named else "recipient"
    raise Missing("text", question, [*_recipient_choices(turn, known), cancel_choice()], code=code)


def _recipients(turn: Turn, code: str) -> list[Recipient]:
    consents, chosen = turn.knowledge.consents, turn.details.get("organisation_id")
    if chosen:
        return consents.recipients([str(chosen)], [])
    organisations, people = ids_of(turn, "partner"), ids_of(turn, "person")
    if organisations or people:
        return consents.recipients(organisations, people)
    roles = ids_of(turn, "discipline")
    if roles:
        return consents.recipients_by_role(turn.by, code, roles[0])
    topics = tuple(ids_of(turn, "topic"))
    found = turn.knowledge.registry.find(turn.by, Wish(topics=topics)).partners if topics else ()
    return consents.recipients_among(turn.by, code, [partner.id for partner in found])


def _recipient_choices(turn: Turn, recipients: list[Recipient]) -> list[Choice]:
    return [turn.choice(recipient.name, organisation_id=recipient.id) for recipient in recipients[:LIST_LIMIT]]


def _keep(turn: Turn) -> str:
    """Return the case that is meant, and keep it: the one spoken of last may change before the confirmation."""
    code = turn.case()
    turn.details["case"] = code
    return code


def _read_terms(turn: Turn) -> None:
    """Keep what the first sentence says of the terms; later turns hold other words."""
    if "spoken" in turn.details:
        return
    said, details = fold(sentence(turn)), turn.details
    speaker = _SPEAKERS.search(said)
    details["spoken"] = not _WRITTEN.search(said)
    details["back"] = details.get("back", not _NOTHING_BACK.search(said))
    details["given_by"] = speaker[0] if speaker else ""
    details["kind"], details["only"] = words_of(turn, "info"), bool(_ONLY.search(said))
    details["first_words"] = "household" if _EVERYBODY.search(said) else ""
    moment = turn.moment()
    today = turn.knowledge.store.clock.now().astimezone(AMSTERDAM).date()
    details["until"] = moment.last.isoformat() if moment and moment.last > today else None


def _terms(turn: Turn) -> Terms:
    details: dict[str, Any] = turn.details
    return Terms(
        member_id=details.get("member_id"),
        kind=details["kind"],
        given_by=details["given_by"],
        spoken=details["spoken"],
        feedback_allowed=details["back"],
        valid_until=date.fromisoformat(details["until"]) if details["until"] else None,
    )


def _member(turn: Turn, code: str) -> str | None:
    """Return the member of the household that it is about, None for all of them. Raises Missing while unclear."""
    members = turn.knowledge.opening.members(turn.by, code)
    chosen = turn.details.get("member_id")
    if chosen:
        return next((member.label for member in members if member.id == chosen), None)
    if turn.details.get("household") or not members:
        return None
    said = fold(f"{sentence(turn)} {turn.details.get('given_by', '')}").split()
    named = [member for member in members if fold(member.label).split()[0] in said]
    if len(named) == 1:
        turn.details["member_id"] = named[0].id
        return named[0].label
    if turn.details.get("first_words") == "household":
        turn.details["household"] = True
        return None
    choices = [turn.choice(member.label, member_id=member.id) for member in members[: LIST_LIMIT - 1]]
    raise Missing("text", "consent_member", [*choices, turn.choice(say("button_household"), household=True)])


def _who(member: str | None) -> str:
    return member or say("whole_household")


def _summary(code: str, recipient: Recipient, member: str | None, terms: Terms) -> str:
    text = say("consent_proposal", who=_who(member), recipient=recipient.name, code=code, terms=_said_terms(terms))
    return text + _covenant_line(recipient)


def _said_terms(line: Terms | ConsentLine) -> str:
    """Return how it was agreed; which information it is for is content, and is not said in a chat."""
    limited = line.limited if isinstance(line, ConsentLine) else bool(line.kind)
    parts = [
        say("terms_spoken" if line.spoken else "terms_written"),
        say("terms_part") if limited else "",
        say("terms_until", day=f"{line.valid_until:%d-%m-%Y}") if line.valid_until else "",
        say("terms_back" if line.feedback_allowed else "terms_nothing_back"),
    ]
    return ", ".join(part for part in parts if part)


def _toggles(turn: Turn, terms: Terms) -> list[Choice]:
    spoken = say("button_written" if terms.spoken else "button_spoken")
    back = say("button_nothing_back" if terms.feedback_allowed else "button_back")
    return [turn.choice(spoken, spoken=not terms.spoken), turn.choice(back, back=not terms.feedback_allowed)]


def _covenant_line(recipient: Recipient) -> str:
    return "" if recipient.covenant else "\n" + say("no_covenant", recipient=recipient.name)


def _recorded(view: ConsentView) -> str:
    lines = listed([_line(line) for line in view.lines])
    return say("consent_view", recipient=view.recipient.name, code=view.code, list=lines)


def _line(line: ConsentLine) -> str:
    text = say("consent_line", who=_who(line.member), state=label("consent", line.state))
    if line.state is ConsentState.GIVEN:
        text += f" ({_said_terms(line)})"
    return text if line.voice is Voice.SELF else f"{text} – {label('voice', line.voice)}"


def _missing(view: ConsentView, *, abuse: bool) -> list[str]:
    if abuse or view.recipient.safe_home:
        return [say("consent_safe_home")]
    if not view.gaps:
        return [say("consent_no_gaps")]
    return [label("gap", gap) for gap in view.gaps]


def _possible(view: ConsentView) -> str:
    named = ", ".join(label("ground", ground) for ground in view.other_grounds)
    return say("consent_possible", grounds=named)


def _ways_on(view: ConsentView) -> list[Choice]:
    known = {"case": view.code, "organisation_id": view.recipient.id}
    weigh = Choice(say("button_zakmes"), "weigh_sharing", known)
    if not view.gaps:
        withdraw = Choice(say("button_withdraw"), "withdraw_consent", known)
        return [_refer_choice(view.code, view.recipient), weigh, withdraw]
    agreed = {**known, "household": True, "confirmed": True}
    return [
        Choice(say("button_agreed"), "record_consent", agreed),
        Choice(say("button_only_discussed"), "record_consent", {**agreed, "discussed": True}),
        Choice(say("button_undiscussed"), "weigh_sharing", {**known, "undiscussed": True}),
        weigh,
    ]


def _refer_choice(code: str, recipient: Recipient) -> Choice:
    partner = {"ids": [recipient.id], "text": recipient.name}
    return Choice(say("button_refer"), "create_referral", {"case": code, "partner": partner})


def _proposed(turn: Turn, text: str, change: list[Choice]) -> Reply:
    reply = turn.propose(text, change=change)
    reply.closes_form = True
    return reply


def _done(text: str, change_id: int | None, *more: Choice) -> Reply:
    return Reply(text, [*more, *undo_choice(change_id)], closes_form=True)


SKILLS = (CheckConsent, RecordConsent, WithdrawConsent)
