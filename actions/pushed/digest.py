"""The digest, the word before it to those who stand in it, and several messages in one."""

from collections.abc import Callable, Mapping
from datetime import date

from actions.pushed.moot import Moot
from actions.pushed.reminders import days, on_behalf, one_tap_answers
from actions.replies import Reply
from actions.texts import LIST_LIMIT, listed, say, spoken_day
from knowledge.entities import Outgoing
from knowledge.services.buttons import Choice
from knowledge.services.digest import Count, Overview
from knowledge.services.knowledge import Knowledge
from knowledge.services.reminders import About


def overview_text(overview: Overview) -> str:
    """Return a team's overview in three lines: what it owes, what it awaits, the oldest; both sides apart."""
    lines = [
        say("digest_owes", **_counted(overview.owes)),
        say("digest_awaits", **_counted(overview.awaits)),
    ]
    if overview.items:
        oldest = overview.items[0]
        lines.append(say("digest_oldest", case=oldest.case, days=days(oldest.days_late)))
    return say("digest", team=overview.team, lines="\n".join(lines))


def _counted(count: Count) -> dict[str, int]:
    return {"on_time": count.on_time, "late": count.late, "very_late": count.very_late}


def _team_digest(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    overview = knowledge.digest.overview(outgoing.recipient_id, outgoing.params["team"])
    text = on_behalf(knowledge, outgoing, overview_text(overview))
    if not overview.items:
        return Reply(text)
    details = {"team": overview.team_id, "list": True}
    return Reply(text, [Choice(say("tap_list", count=len(overview.items)), "ask_digest", details, repeatable=True)])


def _notice(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To who stands in the next digest: still time for one tap."""
    abouts = [knowledge.reminders.about(referral) for referral in outgoing.params["referrals"]]
    late = [about for about in abouts if about and about.heard_at < outgoing.created_at]
    if not late:
        raise Moot
    day = spoken_day(date.fromisoformat(outgoing.params["day"]))
    if len(late) == 1:
        text = say("digest_notice_one", day=day, case=late[0].view.case, name=late[0].view.sender.name)
        return Reply(on_behalf(knowledge, outgoing, text), one_tap_answers(late[0].view))
    text = say("digest_notice", day=day, list=listed([_notice_line(about) for about in late]))
    answer = [_answer(about) for about in late[:LIST_LIMIT]]
    return Reply(on_behalf(knowledge, outgoing, text), answer)


def _notice_line(about: About) -> str:
    return say("digest_notice_line", case=about.view.case, name=about.view.sender.name)


def _answer(about: About) -> Choice:
    return Choice(about.view.case, "send_feedback", {"referral": about.view.id, "case": about.view.case})


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "team_digest": _team_digest,
    "digest_notice": _notice,
}
