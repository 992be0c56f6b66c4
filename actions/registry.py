"""The registry: who can help, what a partner does, how to reach it, whether it has room, who is on duty."""

import re
from collections.abc import Sequence

from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, label, listed, say, spoken_day
from actions.turn import Missing, Turn
from actions.who import names, organisation_meant, person_meant, reading, short, wish_of
from knowledge.entities import Capacity
from knowledge.services.buttons import Choice
from knowledge.services.duty import OnDuty
from knowledge.services.registry_entries import CapacityNote, PartnerEntry, PersonEntry
from knowledge.services.registry_search import Findings, FoundPartner, FoundPerson, Wish

#: "Wie heeft er nu dienst?", but not "welke dienst doet …" or "de sociale dienst".
_DUTY = re.compile(r"(?<!welke )(?<!sociale )\b(dienst|dienstdoende|piket|achterwacht|bereikbaar)\b", re.IGNORECASE)

#: Weeks of waiting that can be told with one tap.
_WEEKS = (2, 6, 12)


class FindPartner(Skill):
    """ "Wie kan helpen met schulden in Blokweer?", "wie is de wijkagent?", "wie heeft er nu dienst?" """

    intent = "find_partner"

    def answer(self, turn: Turn) -> Reply:
        """Name at most four with why each fits, the social base first; never nothing."""
        wish = wish_of(turn)
        if turn.details.get("on_duty") or (not wish.topics and _DUTY.search(turn.text)):
            return _who_is_on_duty(turn, wish)
        if wish.organisations and not (wish.topics or wish.disciplines):
            return AskPartnerInfo(self._knowledge).answer(turn)
        if turn.details.get("ask"):
            raise Missing("topic", "find_what", [_duty_choice()])
        findings = turn.knowledge.registry.find(turn.by, wish)
        if findings.people:
            return _people_found(turn, findings.people)
        return _partners_found(turn, findings) if findings.partners else _nothing_found(turn, findings)


class AskPartnerInfo(Skill):
    """ "Wat doet Jeugd-Punt?", "hoe verwijs ik naar …?" """

    intent = "ask_partner_info"

    def answer(self, turn: Turn) -> Reply:
        """Tell what a partner does, for whom, how to refer and whether there is room."""
        if not (turn.details.get("partner") or turn.details.get("organisation_id")) and person_meant(turn):
            return AskContact(self._knowledge).answer(turn)
        entry = turn.knowledge.registry.partner(turn.by, organisation_meant(turn))
        told = [
            say(f"partner_{field}", text=text)
            for field in ("offer", "audience", "how_to_refer", "how_feedback_goes", "hours")
            if (text := getattr(entry, field))
        ]
        told += [say("partner_social_base")] if entry.social_base else []
        told += [_room(entry.capacity)] if entry.capacity else []
        body = "\n".join(told or [say("partner_says_little")])
        text = say("partner_info", name=entry.name, body=body) + _stale(entry)
        return Reply(text, _partner_ways(turn, entry.id, but="ask_partner_info"), contacts=[entry.contact])


class AskContact(Skill):
    """ "Wat is het nummer van …?", of a person, a partner or a discipline."""

    intent = "ask_contact"

    def answer(self, turn: Turn) -> Reply:
        """Give phone, mail and card, and say whether now is a good time."""
        person = person_meant(turn)
        if person:
            return _person_contact(turn, person)
        disciplines = names(turn, "discipline")
        if disciplines:
            findings = turn.knowledge.registry.find(turn.by, wish_of(turn))
            if findings.people:
                return _people_found(turn, findings.people)
            return _partners_found(turn, findings) if findings.partners else _nothing_found(turn, findings)
        entry = turn.knowledge.registry.partner(turn.by, organisation_meant(turn, "contact_whom"))
        lines = [
            say(f"contact_{field}", text=text)
            for field, text in (
                ("phone", entry.contact.phone),
                ("email", entry.contact.email),
                ("address", entry.address),
                ("hours", entry.hours),
                ("website", entry.website),
            )
            if text
        ]
        text = say("contact_partner", name=entry.name, body="\n".join(lines or [say("contact_none")])) + _stale(entry)
        return Reply(text, _partner_ways(turn, entry.id, but="ask_contact"), contacts=[entry.contact])


class AskCapacity(Skill):
    """ "Heeft Jeugd-Punt plek?"; and one's own organisation's room, told by tap."""

    intent = "ask_capacity"

    def answer(self, turn: Turn) -> Reply:
        """Tell what a partner last said of its room, with the date; or record it for the own organisation."""
        if turn.details.get("report"):
            return _report(turn)
        asked = turn.details.get("partner") or turn.details.get("organisation_id")
        if not asked and person_meant(turn):
            return AskContact(self._knowledge).answer(turn)
        if not asked and (names(turn, "topic") or names(turn, "discipline")):
            return FindPartner(self._knowledge).answer(turn)
        if not asked:
            own = turn.choice(say("button_own_capacity"), organisation_id=turn.person.organisation_id)
            raise Missing("partner", "capacity_whom", [reading(own)])
        entry = turn.knowledge.registry.partner(turn.by, organisation_meant(turn))
        text = say("capacity", name=entry.name, room=_room(entry.capacity))
        if entry.is_own:
            return Reply(text + say("capacity_own"), _report_choices())
        return Reply(text, _partner_ways(turn, entry.id, but="ask_capacity"), contacts=[entry.contact])


def _who_is_on_duty(turn: Turn, wish: Wish) -> Reply:
    limited = wish if wish.disciplines or wish.areas or wish.organisations else None
    found = turn.knowledge.registry.on_duty(turn.by, limited)
    if not found:
        find = Choice(say("button_find"), "find_partner", {"ask": True}, repeatable=True)
        return Reply(say("duty_nobody"), [find, Choice(say("button_call_me"), "request_callback")])
    start = int(turn.details.get("from") or 0)
    rest = found[start:]
    shown = rest[:LIST_LIMIT]
    more = []
    if len(rest) > LIST_LIMIT:
        more = [reading(turn.choice(say("button_more"), on_duty=True, **{"from": start + LIST_LIMIT}))]
    call = [_call_choice(one.contact.name, person_id=one.contact.id) for one in shown[: LIST_LIMIT - len(more)]]
    hint = say("duty_narrow") if more and limited is None else ""
    text = say("duty", list=listed([_duty_line(one) for one in rest])) + hint
    return Reply(text, [*call, *more], contacts=[one.contact for one in shown])


def _duty_line(one: OnDuty) -> str:
    who, until = one.contact, f"{one.until.hour}.{one.until.minute:02}"
    key = "duty_line_deputy" if one.stands_in_for else "duty_line"
    line = {"name": who.name, "role": who.role, "organisation": who.organisation, "until": until}
    return say(key, **line, absent=one.stands_in_for)


def _partners_found(turn: Turn, findings: Findings) -> Reply:
    start = int(turn.details.get("from") or 0)
    rest = findings.partners[start:]
    text = say("found", list=listed([_found_line(partner) for partner in rest]))
    if len(findings.partners) == 1:
        return Reply(text, _partner_ways(turn, rest[0].id), contacts=[rest[0].contact])
    more = [reading(turn.choice(say("button_more"), **{"from": start + LIST_LIMIT}))] if len(rest) > LIST_LIMIT else []
    about = [_info_choice(partner.name, partner.id) for partner in rest[:LIST_LIMIT]]
    return Reply(text, [*about, *more])


def _found_line(partner: FoundPartner) -> str:
    reasons = ", ".join(say(f"reason_{reason.code}", words=reason.words) for reason in partner.reasons)
    return say("found_line", name=partner.name, reasons=reasons)


def _people_found(turn: Turn, people: Sequence[FoundPerson]) -> Reply:
    shown = people[:LIST_LIMIT]
    lines = [_person_line(person) for person in people]
    elsewhere = all(person.elsewhere for person in people)
    text = say("found_people_elsewhere" if elsewhere else "found_people", list=listed(lines))
    if len(people) == 1:
        entry = turn.knowledge.registry.people(turn.by, [people[0].contact.id])[0]
        text += _availability(entry)
    call = [_call_choice(one.contact.name if len(people) > 1 else None, person_id=one.contact.id) for one in shown]
    return Reply(text, call, contacts=[person.contact for person in shown])


def _person_line(person: FoundPerson) -> str:
    who = person.contact
    key = "person_line_area" if person.area else "person_line"
    phone = who.phone or say("no_phone")
    return say(key, name=who.name, role=who.role, organisation=who.organisation, area=person.area, phone=phone)


def _person_contact(turn: Turn, person_id: str) -> Reply:
    entries = turn.knowledge.registry.people(turn.by, [person_id])
    if not entries:
        return Reply(say("person_gone"), [Choice(say("button_find"), "find_partner", {"ask": True}, repeatable=True)])
    who = entries[0].contact
    reach = ", ".join(part for part in (who.phone, who.email) if part) or say("no_phone")
    text = say("contact_person", name=who.name, role=who.role, organisation=who.organisation, reach=reach)
    cards = [who, *([entries[0].deputy] if entries[0].deputy else [])]
    wrong = Choice(say("button_wrong_number"), "update_registry", {"person_id": who.id, "field": "phone"})
    return Reply(text + _availability(entries[0]), [_call_choice(None, person_id=who.id), wrong], contacts=cards)


def _availability(entry: PersonEntry) -> str:
    if entry.away_until and entry.deputy:
        return say("away_with_deputy", until=spoken_day(entry.away_until), deputy=entry.deputy.name)
    if entry.away_until:
        return say("away", until=spoken_day(entry.away_until))
    return say("on_duty_until", until=entry.on_duty_until) if entry.on_duty_until else ""


def _nothing_found(turn: Turn, findings: Findings) -> Reply:
    near = [turn.choice(short(topic), topic={"ids": [topic], "text": topic}) for topic in findings.nearest[:2]]
    ask = Choice(say("button_ask_network"), "ask_network")
    return Reply(say("found_nothing_near" if near else "found_nothing"), [*map(reading, near), ask, _duty_choice()])


def _report(turn: Turn) -> Reply:
    room = Capacity(turn.details["report"])
    saved = turn.knowledge.registry.report_capacity(turn.by, room, turn.details.get("weeks"))
    if room is Capacity.WAITING_LIST and saved.weeks is None:
        weeks = [
            Choice(say("button_weeks", weeks=count), "ask_capacity", {"report": room.value, "weeks": count})
            for count in _WEEKS
        ]
        return Reply(say("capacity_how_long", name=saved.name), [*weeks, *undo_choice(saved.change_id)])
    said = say(f"capacity_{room.value}", waiting=_waiting(saved.weeks))
    return Reply(say("capacity_saved", name=saved.name, room=said), undo_choice(saved.change_id))


def _report_choices() -> list[Choice]:
    return [
        Choice(label("capacity", room), "ask_capacity", {"report": room.value, "confirmed": True}) for room in Capacity
    ]


def _room(note: CapacityNote | None) -> str:
    if note is None:
        return say("capacity_unknown")
    room = say(f"capacity_{note.capacity.value}", waiting=_waiting(note.weeks))
    return say("capacity_stale" if note.stale else "capacity_dated", room=room, day=spoken_day(note.reported_on))


def _waiting(weeks: int | None) -> str:
    return say("capacity_weeks", weeks=weeks) if weeks else ""


def _stale(entry: PartnerEntry) -> str:
    return say("entry_stale", day=f"{entry.assured_on:%d-%m-%Y}") if entry.stale else ""


def _partner_ways(turn: Turn, organisation_id: str, *, but: str = "") -> list[Choice]:
    """Return what one can go on to with a partner, in the case spoken of if one was named."""
    known = {"organisation_id": organisation_id}
    case = turn.details.get("case")
    about = {**known, "case": case} if case and case != "unknown" else known
    ways = [
        Choice(say("button_call_me"), "request_callback", {**about, "confirmed": True}),
        _info_choice(say("button_what"), organisation_id),
        Choice(say("button_room"), "ask_capacity", known, repeatable=True),
        Choice(say("button_refer"), "create_referral", about),
    ]
    return [way for way in ways if way.intent != but]


def _info_choice(title: str, organisation_id: str) -> Choice:
    return Choice(short(title), "ask_partner_info", {"organisation_id": organisation_id}, repeatable=True)


def _call_choice(name: str | None, *, person_id: str) -> Choice:
    title = short(say("button_let_call", name=name.split()[0])) if name else say("button_call_me")
    return Choice(title, "request_callback", {"person_id": person_id, "confirmed": True})


def _duty_choice() -> Choice:
    return Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True)


SKILLS = (FindPartner, AskPartnerInfo, AskContact, AskCapacity)
