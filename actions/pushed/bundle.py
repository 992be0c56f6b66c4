"""Several messages in one: a line for each, and a button that shows it whole."""

import logging
from collections.abc import Callable, Mapping, Sequence

from actions.pushed.moot import Moot
from actions.replies import Reply
from actions.texts import LIST_LIMIT, listed, say
from knowledge.entities import Outgoing
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge

logger = logging.getLogger(__name__)


def together(knowledge: Knowledge, person_id: str, rows: Sequence[int]) -> Reply:
    """Return several messages of one person as one. Raises Moot when all of them were overtaken."""
    shaped = {row: reply for row in rows if (reply := _shaped(knowledge, person_id, row))}
    if not shaped:
        raise Moot
    if len(shaped) == 1:
        return next(iter(shaped.values()))
    lines = [reply.text.splitlines()[0] for reply in shaped.values()]
    opened = [
        Choice(_title(reply, number), "ask_digest", {"messages": [row]}, repeatable=True)
        for number, (row, reply) in enumerate(list(shaped.items())[:LIST_LIMIT], start=1)
    ]
    rest = list(shaped)[LIST_LIMIT:]
    more = [Choice(say("tap_rest", count=len(rest)), "ask_digest", {"messages": rest}, repeatable=True)] if rest else []
    return Reply(say("bundle", count=len(shaped), list=listed(lines)), [*opened, *more])


def _shaped(knowledge: Knowledge, person_id: str, row_id: int) -> Reply | None:
    """Shape one of them; what was overtaken, or has no text, does not stop the others."""
    # Imported late: a bundle is itself one of the messages in that catalogue.
    from actions.pushed import render

    try:
        return render(knowledge, knowledge.outbox.read(person_id, row_id))
    except Moot:
        return None
    except Exception as problem:  # noqa: BLE001 (one bad message must not take the others along)
        logger.error("message %s in a bundle has no text: %s", row_id, type(problem).__name__)
        return None


def _title(reply: Reply, number: int) -> str:
    case = next((choice.details["case"] for choice in reply.choices if choice.details.get("case")), None)
    return f"{number}. {case}" if case else say("tap_message", number=number)


def _bundle(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    return together(knowledge, outgoing.recipient_id, outgoing.params["rows"])


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {"bundle": _bundle}
