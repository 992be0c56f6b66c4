"""Case meetings: when the next one is, what is on its agenda, putting something on it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from knowledge.entities import AgendaItem, Meeting, Professional
from knowledge.rules.policy import Deed
from knowledge.services import notify
from knowledge.services.access import own_cases
from knowledge.services.circle import open_for_change
from knowledge.store import Refusal, Store, Work, tables


@dataclass(frozen=True)
class MeetingView:
    """A meeting as one may see it: of the agenda the subjects and the own cases; of other cases how many."""

    id: int
    name: str
    starts_at: datetime
    place: str
    chair: str | None
    agenda: tuple[str, ...]
    hidden: int


@dataclass(frozen=True)
class OnAgenda:
    """What was put on the agenda of which meeting."""

    meeting: MeetingView
    change_id: int | None


class Meetings:
    """What one can ask of and do with meetings."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def coming(self, by: str, limit: int = 4) -> list[MeetingView]:
        """Return the meetings to come, the soonest first. Logged."""
        with self._store.work(by) as work:
            work.record("read", "meetings")
            mine = {case.id: case.code for case in own_cases(work)}
            query = (
                select(Meeting)
                .where(tables.meeting.c.starts_at > work.now)
                .order_by(tables.meeting.c.starts_at)
                .limit(limit)
            )
            return [_view(work, meeting, mine) for meeting in work.all(query)]

    def add_case(self, by: str, meeting_id: int, code: str) -> OnAgenda:
        """Put a case on an agenda; the chair hears of it. Raises Refusal("on_agenda_already"), and as any case does."""
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.PUT_ON_AGENDA)
            here = (tables.agenda_item.c.meeting_id == meeting_id) & (tables.agenda_item.c.case_id == case.id)
            if work.first(select(AgendaItem).where(here)):
                raise Refusal("on_agenda_already", case=code)
            return self._add(work, AgendaItem(meeting_id, by, work.now, case_id=case.id), code)

    def add_subject(self, by: str, meeting_id: int, subject: str) -> OnAgenda:
        """Put a subject without a case on an agenda; the chair hears of it."""
        with self._store.work(by, undoable=True) as work:
            return self._add(work, AgendaItem(meeting_id, by, work.now, subject=subject), None)

    def _add(self, work: Work, item: AgendaItem, code: str | None) -> OnAgenda:
        meeting = work.need(Meeting, item.meeting_id)
        work.add(item)
        work.record("create", f"agenda item {item.id}", case=code)
        if meeting.chair_id and meeting.chair_id != work.by:
            key = f"agenda item {item.id}"
            notify.tell(work, meeting.chair_id, "agenda_item_added", key, meeting=meeting.id, case=code, person=work.by)
        mine = {case.id: case.code for case in own_cases(work)}
        return OnAgenda(_view(work, meeting, mine), work.change_id)


def _view(work: Work, meeting: Meeting, mine: dict[int | None, str]) -> MeetingView:
    query = select(AgendaItem).where(tables.agenda_item.c.meeting_id == meeting.id).order_by(tables.agenda_item.c.id)
    items = work.all(query)
    shown = [item.subject or mine[item.case_id] for item in items if item.case_id is None or item.case_id in mine]
    chair = work.get(Professional, meeting.chair_id) if meeting.chair_id else None
    return MeetingView(
        id=meeting.id or 0,
        name=meeting.name,
        starts_at=meeting.starts_at,
        place=meeting.place,
        chair=chair.name if chair else None,
        agenda=tuple(shown),
        hidden=len(items) - len(shown),
    )
