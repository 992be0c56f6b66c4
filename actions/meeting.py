"""Case meetings: when, and what is on the agenda."""

from datetime import date

from actions.named import sentence, typed
from actions.replies import Reply, cancel_choice, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, listed, say, spoken_moment
from actions.turn import Missing, Moment, Turn
from actions.who import short
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.text import fold
from knowledge.services.buttons import Choice
from knowledge.services.meetings import MeetingView, OnAgenda
from knowledge.store import Refusal


class AskMeeting(Skill):
    """ "Wanneer is het volgende MDO?" """

    intent = "ask_meeting"

    def answer(self, turn: Turn) -> Reply:
        """Name the next meeting with its agenda, and what comes after it."""
        coming = turn.knowledge.meetings.coming(turn.by)
        if not coming:
            return Reply(say("no_meetings"), [Choice(say("button_help"), "help", repeatable=True)])
        meant = _named(coming, sentence(turn), turn.moment())[0]
        first, later = meant, [meeting for meeting in coming if meeting.starts_at > meant.starts_at]
        lines = [say("meeting_line", name=m.name, when=spoken_moment(m.starts_at)) for m in later]
        after = say("meetings_after", list=listed(lines)) if lines else ""
        add = Choice(say("button_add_to_agenda"), "add_to_agenda", {"meeting": first.id})
        return Reply(_meeting(first) + after, [add])


class AddToAgenda(Skill):
    """ "Zet QX-4T9 op de agenda van het MDO." """

    intent = "add_to_agenda"

    def answer(self, turn: Turn) -> Reply:
        """Put a case, or a subject in the asker's words, on the agenda of a meeting to come."""
        meeting = self._meeting(turn)
        topic = turn.details.get("topic")
        about_case = turn.details.get("case") or not topic
        what = turn.case() if about_case else str(topic["text"] if isinstance(topic, dict) else topic)
        if not turn.confirmed:
            turn.details.update({"meeting": meeting.id, "case" if about_case else "topic": what})
            return _closing(turn.propose(say("agenda_proposal", what=what, name=meeting.name, when=_when(meeting))))
        added = self._add(turn, meeting.id, what, about_case=bool(about_case))
        text = say("agenda_added", what=what, name=meeting.name, when=_when(added.meeting))
        return Reply(text, undo_choice(added.change_id), closes_form=True)

    def _add(self, turn: Turn, meeting_id: int, what: str, *, about_case: bool) -> OnAgenda:
        meetings = turn.knowledge.meetings
        return (meetings.add_case if about_case else meetings.add_subject)(turn.by, meeting_id, what)

    def _meeting(self, turn: Turn) -> MeetingView:
        coming = turn.knowledge.meetings.coming(turn.by, LIST_LIMIT)
        if not coming:
            raise Refusal("no_meeting", object="meeting")
        chosen = turn.details.get("meeting")
        if chosen:
            return next((meeting for meeting in coming if meeting.id == chosen), coming[0])
        found = _named(coming, typed(turn) or sentence(turn), turn.moment())
        if len(found) > 1:
            choices = [turn.choice(_title(meeting), meeting=meeting.id) for meeting in found]
            raise Missing("text", "meeting", [*choices, cancel_choice()])
        return found[0]


def _closing(reply: Reply) -> Reply:
    """Let a proposal end the question that was open."""
    reply.closes_form = True
    return reply


def _named(coming: list[MeetingView], said: str, moment: Moment | None) -> list[MeetingView]:
    """Return the meetings that are meant by a word of their name or by their day; all of them when none is."""
    words = set(fold(said).split())
    by_name = [meeting for meeting in coming if words & set(fold(meeting.name).split())] or coming
    if moment is None:
        return by_name
    return [one for one in by_name if moment.first <= _day(one) <= moment.last] or by_name


def _day(meeting: MeetingView) -> date:
    return meeting.starts_at.astimezone(AMSTERDAM).date()


def _title(meeting: MeetingView) -> str:
    return short(f"{_day(meeting).day}-{_day(meeting).month} {meeting.name}")


def _when(meeting: MeetingView) -> str:
    return spoken_moment(meeting.starts_at)


def _meeting(meeting: MeetingView) -> str:
    place = say("meeting_place", place=meeting.place) if meeting.place else ""
    agenda = listed(list(meeting.agenda)) if meeting.agenda else say("meeting_agenda_empty")
    hidden = say("meeting_hidden", count=meeting.hidden) if meeting.hidden else ""
    return say("meeting", name=meeting.name, when=_when(meeting), place=place, agenda=agenda) + hidden


SKILLS = (AskMeeting, AddToAgenda)
