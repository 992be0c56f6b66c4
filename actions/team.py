"""The team's overview, for who leads it: what is late, and what can be done about it now."""

from actions.pushed.bundle import together
from actions.pushed.digest import overview_text
from actions.pushed.moot import Moot
from actions.pushed.reminders import days, lead_choices
from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, listed, say
from actions.turn import Turn
from knowledge.services.buttons import Choice
from knowledge.services.digest import Item, Overview
from knowledge.store import Refusal


class AskDigest(Skill):
    """ "Wat staat er open bij mijn team?" """

    intent = "ask_digest"

    def answer(self, turn: Turn) -> Reply:
        """Show the overview, its list, one item of it, or give an item to a colleague; or messages of a bundle."""
        if "messages" in turn.details:
            return _messages(turn)
        if "to" in turn.details:
            return _reassign(turn)
        if "reassign" in turn.details:
            return _colleagues(turn)
        if "item" in turn.details:
            return _one(turn.knowledge.digest.item(turn.by, turn.details["item"]))
        return _overview(turn)


def _overview(turn: Turn) -> Reply:
    try:
        overview = turn.knowledge.digest.overview(turn.by, turn.details.get("team"))
    except Refusal as refusal:
        if refusal.code != "not_team_lead":
            raise
        return Reply(say("digest_not_lead"), [Choice(say("tap_own_list"), "list_overdue", repeatable=True)])
    if not overview.items:
        return Reply(overview_text(overview))
    return _list(
        overview, turn.details.get("from", 0), opening="" if "list" in turn.details else overview_text(overview)
    )


def _list(overview: Overview, start: int, opening: str) -> Reply:
    """Show four items from `start` on, each with a button, and a button for the rest."""
    items = overview.items[start:]
    lines = listed([_line(item) for item in items])
    shown = [_open(item) for item in items[:LIST_LIMIT]]
    if len(items) > LIST_LIMIT:
        further = {"team": overview.team_id, "list": True, "from": start + LIST_LIMIT}
        rest = say("tap_rest", count=len(items) - LIST_LIMIT)
        shown.append(Choice(rest, "ask_digest", further, repeatable=True))
    heading = say("digest_list", list=lines)
    return Reply(f"{opening}\n{heading}" if opening else heading, shown)


def _line(item: Item) -> str:
    key = "digest_line_very_late" if item.very_late else "digest_line"
    return say(key, case=item.case, holder=item.holder or say("nobody"), days=days(item.days_late))


def _open(item: Item) -> Choice:
    return Choice(item.case, "ask_digest", {"item": item.referral}, repeatable=True)


def _one(item: Item) -> Reply:
    """Show one item with Por, Herverdeel and Bel."""
    key = "digest_item" if item.holder else "digest_item_untaken"
    late = say("digest_item_late", days=days(item.days_late)) if item.days_late else say("digest_item_on_time")
    text = say(key, case=item.case, holder=item.holder, late=late)
    return Reply(text, lead_choices(item.referral, item.case, item.holder_id))


def _colleagues(turn: Turn) -> Reply:
    """Ask to whom of the team an item goes; a tap on a name is enough."""
    referral, start = turn.details["reassign"], turn.details.get("from", 0)
    colleagues = turn.knowledge.digest.colleagues(turn.by, referral)[start:]
    if not colleagues:
        return Reply(say("digest_nobody_else"), [Choice(say("tap_back"), "ask_digest", repeatable=True)])
    choices = [
        Choice(one.name, "ask_digest", {"reassign": referral, "to": one.id, "confirmed": True})
        for one in colleagues[:LIST_LIMIT]
    ]
    if len(colleagues) > LIST_LIMIT:
        further = {"reassign": referral, "from": start + LIST_LIMIT}
        rest = say("tap_rest", count=len(colleagues) - LIST_LIMIT)
        choices.append(Choice(rest, "ask_digest", further, repeatable=True))
    return Reply(say("digest_to_whom"), choices)


def _reassign(turn: Turn) -> Reply:
    given = turn.knowledge.digest.reassign(turn.by, turn.details["reassign"], turn.details["to"])
    return Reply(say("digest_reassigned", case=given.case, holder=given.holder), undo_choice(given.change_id))


def _messages(turn: Turn) -> Reply:
    """Show messages that came as one line of a bundle."""
    try:
        return together(turn.knowledge, turn.by, turn.details["messages"])
    except Moot:
        return Reply(say("messages_overtaken"), [Choice(say("tap_own_list"), "list_overdue", repeatable=True)])


SKILLS = (AskDigest,)
