"""Making a referral: from one sentence to a summary, and one tap to send it."""

from datetime import date, timedelta
from typing import Any

from actions.named import ids_of
from actions.referral_choice import call, line_of, who_at
from actions.referral_words import kind_of
from actions.replies import Reply, cancel_choice, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, label, say, spoken_day
from actions.turn import Missing, Turn
from actions.who import organisation_meant, person_meant, short, words_for
from knowledge.entities import ConsentState, ReferralKind
from knowledge.rules.grounds import Ground
from knowledge.services.buttons import Choice
from knowledge.services.cases import Contact
from knowledge.services.referral_drafts import Draft, Receiver, Receivers, Sent, Wish
from knowledge.services.referral_views import ReferralView

_INTENT = "create_referral"


class CreateReferral(Skill):
    """ "Verwijs QX-4T9 door naar Jeugd-Punt." """

    intent = _INTENT

    def answer(self, turn: Turn) -> Reply:
        """Make a draft and show it; with a draft at hand, change or send it."""
        if "referral" not in turn.details:
            return _begin(turn)
        referral = int(turn.details["referral"])
        if turn.details.get("spoken"):
            spoken = turn.knowledge.drafts.spoken(turn.by, referral)
            return Reply(say("referral_spoken", case=spoken.case))
        if turn.details.get("change"):
            return _change(turn, referral)
        if turn.confirmed:
            return _send(turn, referral)
        return _summary(turn, turn.knowledge.drafts.get(turn.by, referral))


def _begin(turn: Turn) -> Reply:
    details, drafts = turn.details, turn.knowledge.drafts
    details.setdefault("kind", kind_of(turn.text).value)
    details["case"] = turn.case()
    person = person_meant(turn)
    organisation = _organisation(turn, person)
    running = drafts.open_one(turn.by, details["case"], organisation)
    if running:
        return _runs_already(running)
    receivers = drafts.receivers(turn.by, organisation, next(iter(ids_of(turn, "discipline")), None))
    if receivers.safe_home:
        return _meldcode(receivers.organisation)
    if not receivers.options:
        return _nobody_linked(turn, receivers.organisation)
    receiver = _receiver(turn, organisation, person, receivers)
    wish = Wish(
        case=details["case"],
        organisation_id=organisation,
        receiver_id=receiver.person_id,
        team_id=receiver.team_id,
        kind=ReferralKind(details["kind"]),
        urgent=_urgent(details.get("urgency")),
        feedback_due=_wanted_day(turn),
    )
    return _summary(turn, drafts.write(turn.by, wish))


def _organisation(turn: Turn, person: str | None) -> str:
    """Return the organisation meant: named, that of the person named, or where somebody of this function works."""
    if person and not turn.details.get("organisation_id"):
        professional = turn.knowledge.people.get(person)
        return professional.organisation_id if professional else organisation_meant(turn)
    roles = ids_of(turn, "discipline")
    if turn.details.get("partner") or turn.details.get("organisation_id") or not roles:
        return organisation_meant(turn, "referral_partner")
    found = turn.knowledge.consents.recipients_by_role(turn.by, turn.details["case"], roles[0])
    if len(found) == 1:
        return found[0].id
    choices = [turn.choice(short(one.name), organisation_id=one.id) for one in found[:LIST_LIMIT]]
    raise Missing("partner", "which_partner" if found else "referral_partner", choices)


def _receiver(turn: Turn, organisation: str, person: str | None, receivers: Receivers) -> Receiver:
    """Return to whom it goes: the person or team named, or the only one there is. Raises Missing for a choice."""
    options, details = receivers.options, turn.details
    if person:
        asked = turn.knowledge.drafts.reachable(turn.by, person)
        if asked:
            return asked
        details.pop("person", None)
        details.pop("person_id", None)
        raise Missing("person", "referral_other_receiver", _receiver_choices(turn, organisation, options))
    team = details.get("team_id") or turn.knowledge.registry.team_named(organisation, words_for(turn, "partner"))
    chosen = [option for option in options if option.team_id and option.team_id == team] or list(options)
    if len(chosen) == 1:
        return chosen[0]
    raise Missing("person", "referral_receiver", _receiver_choices(turn, organisation, options))


def _receiver_choices(turn: Turn, organisation: str, options: tuple[Receiver, ...]) -> list[Choice]:
    return [turn.choice(_title(one), organisation_id=organisation, **_to(one)) for one in options[:LIST_LIMIT]]


def _title(option: Receiver) -> str:
    full = f"{option.name}, {option.role}"
    return full if option.role and short(full) == full else short(option.name)


def _to(option: Receiver) -> dict[str, str]:
    return {"person_id": option.person_id} if option.person_id else {"team_id": str(option.team_id)}


def _urgent(said: Any) -> bool:
    return isinstance(said, dict) and said.get("code") == "urgent"


def _wanted_day(turn: Turn) -> date | None:
    """Return the day named for feedback; a day that is past was about something else."""
    moment = turn.moment()
    return moment.deadline if moment and moment.last >= turn.knowledge.drafts.today() else None


def _runs_already(running: ReferralView) -> Reply:
    known = {"referral": running.id, "case": running.case}
    ways = [
        Choice(say("tap_nudge"), "request_feedback", {**known, "confirmed": True}),
        Choice(say("tap_withdraw"), "withdraw_referral", {**known, "confirmed": True}),
    ]
    return Reply(say("referral_runs_already", line=line_of(running)), ways, closes_form=True)


def _meldcode(safe_home: Contact) -> Reply:
    along = Choice(say("button_ask_network"), "ask_network")
    return Reply(say("referral_meldcode", name=safe_home.name), [along], contacts=[safe_home], closes_form=True)


def _nobody_linked(turn: Turn, organisation: Contact) -> Reply:
    other = Choice(say("button_other_partner"), _INTENT, {"case": turn.details["case"]})
    text = say("referral_nobody_linked", name=organisation.name)
    return Reply(text, [other, cancel_choice()], contacts=[organisation], closes_form=True)


def _summary(turn: Turn, draft: Draft) -> Reply:
    """Show the draft with what it can be sent on; where that is missing, the consent is the tap that sends."""
    turn.details = {"referral": draft.referral.id}
    text, change = _summary_text(draft), _choice(draft, "button_change", change="menu")
    if draft.footing.ground:
        return turn.propose(text, change=[change])
    ways = _objection_ways(draft) if draft.footing.against else [*_consent_ways(draft), change]
    return Reply(text, [*ways, cancel_choice()], remember={"proposal": None})


def _summary_text(draft: Draft) -> str:
    view = draft.referral
    due = spoken_day(view.feedback_due) if view.feedback_due else ""
    head = say("referral_summary", kind=label("kind", view.kind), case=view.case, to=who_at(view.receiver), day=due)
    urgent = [say("referral_summary_urgent")] if view.urgent else []
    return "\n".join([head, *urgent, *_away(draft), _footing(draft)])


def _away(draft: Draft) -> list[str]:
    if draft.away_until is None:
        return []
    facts = {"name": draft.referral.receiver.name, "day": spoken_day(draft.away_until)}
    if draft.stand_in:
        return [say("referral_away_deputy", **facts, deputy=draft.stand_in)]
    return [say("referral_away", **facts)]


def _footing(draft: Draft) -> str:
    footing = draft.footing
    day = spoken_day(footing.since) if footing.since else ""
    if footing.ground is Ground.CONFLICT_OF_DUTIES:
        return say("footing_weighed", day=day)
    if footing.consent is ConsentState.GIVEN and not footing.feedback_allowed:
        return say("footing_given_one_way", day=day)
    return say(f"footing_{footing.consent.value}", day=day, name=draft.referral.organisation)


def _choice(draft: Draft, button: str, **details: object) -> Choice:
    return Choice(say(button), _INTENT, {"referral": draft.referral.id, **details})


def _consent_ways(draft: Draft) -> list[Choice]:
    about = {"case": draft.referral.case, "organisation_id": draft.referral.organisation_id}
    return [
        _choice(draft, "button_referral_agreed", consent="feedback", confirmed=True),
        Choice(say("button_not_discussed"), "weigh_sharing", about),
    ]


def _objection_ways(draft: Draft) -> list[Choice]:
    about = {"case": draft.referral.case, "organisation_id": draft.referral.organisation_id}
    return [
        Choice(say("button_now_agreed"), "record_consent", about),
        Choice(say("button_weigh"), "weigh_sharing", about),
        Choice(say("button_ask_network"), "ask_network"),
    ]


def _send(turn: Turn, referral: int) -> Reply:
    consent = turn.details.get("consent")
    sent = turn.knowledge.drafts.send(turn.by, referral, agreed=consent is not None, feedback=consent != "no_feedback")
    return _urgently_sent(sent) if sent.referral.urgent else _sent(sent)


def _sent(sent: Sent) -> Reply:
    text = say("referral_sent", to=who_at(sent.referral.receiver), case=sent.referral.case)
    return Reply(text, undo_choice(sent.change_id), closes_form=True)


def _urgently_sent(sent: Sent) -> Reply:
    view = sent.referral
    text = say("referral_sent_urgent", to=who_at(view.receiver), case=view.case)
    spoken = Choice(say("button_i_called"), _INTENT, {"referral": view.id, "spoken": True})
    back = [] if view.to_team else [call(view.receiver.id, view.case)]
    return Reply(text, [spoken, *back, *undo_choice(sent.change_id)], contacts=[view.receiver], closes_form=True)


def _change(turn: Turn, referral: int) -> Reply:
    drafts, details = turn.knowledge.drafts, turn.details
    draft = drafts.get(turn.by, referral)
    what = details["change"]
    if what == "menu":
        return _change_menu(draft)
    if what == "urgency":
        return _summary(turn, drafts.change(turn.by, referral, urgent=not draft.referral.urgent))
    if what == "receiver":
        return _change_receiver(turn, draft)
    return _summary(turn, drafts.change(turn.by, referral, feedback_due=_chosen_day(turn)))


def _change_menu(draft: Draft) -> Reply:
    urgency = "button_not_urgent" if draft.referral.urgent else "button_urgent"
    one_way = _choice(draft, "button_referral_one_way", consent="no_feedback", confirmed=True)
    ways = [
        _choice(draft, "button_receiver", change="receiver"),
        _choice(draft, "button_date", change="date"),
        _choice(draft, urgency, change="urgency"),
        *([] if draft.footing.ground or draft.footing.against else [one_way]),
        _choice(draft, "button_keep_draft"),
    ]
    return Reply(say("referral_change_what"), ways)


def _change_receiver(turn: Turn, draft: Draft) -> Reply:
    drafts, view, chosen = turn.knowledge.drafts, draft.referral, turn.details
    if chosen.get("person_id") or chosen.get("team_id"):
        to = {"receiver_id": chosen.get("person_id"), "team_id": chosen.get("team_id")}
        return _summary(turn, drafts.change(turn.by, view.id, **to))
    options = drafts.everybody(turn.by, view.organisation_id)
    known = {"referral": view.id, "change": "receiver"}
    ways = [Choice(_title(one), _INTENT, {**known, **_to(one)}) for one in options[:LIST_LIMIT]]
    other = Choice(say("button_other_partner"), _INTENT, {"case": view.case})
    return Reply(say("ask_referral_receiver"), [*ways, other])


def _chosen_day(turn: Turn) -> date:
    """Return the day chosen by button or said. Raises Missing while there is none."""
    if turn.details.get("day"):
        return date.fromisoformat(turn.details["day"])
    moment = turn.moment()
    if moment:
        return moment.deadline
    raise Missing("time", "referral_date", day_choices(turn, 1, 2, 4))


def day_choices(turn: Turn, *weeks: int) -> list[Choice]:
    """Return buttons for days so many weeks on, which go on with the same request."""
    today = turn.knowledge.drafts.today()
    titles = [(n, say("button_in_weeks" if n > 1 else "button_in_a_week", count=n)) for n in weeks]
    return [turn.choice(title, day=(today + timedelta(weeks=n)).isoformat()) for n, title in titles]


SKILLS = (CreateReferral,)
