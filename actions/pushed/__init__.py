"""What the assistant says by itself: a message of the outbox, made into a text with buttons when it is sent.

One module per capability, each with MESSAGES: kind of message to the function that shapes it. No Rasa here.
"""

from collections.abc import Callable

from actions.pushed import (
    absence,
    bundle,
    callback,
    consent,
    correction,
    digest,
    doorbell,
    feedback,
    involvement,
    network,
    referral,
    reminders,
)
from actions.replies import Reply
from knowledge.entities import Outgoing
from knowledge.services.knowledge import Knowledge

Renderer = Callable[[Knowledge, Outgoing], Reply]

_RENDERERS: dict[str, Renderer] = {
    **absence.MESSAGES,
    **network.MESSAGES,
    **consent.MESSAGES,
    **involvement.MESSAGES,
    **bundle.MESSAGES,
    **callback.MESSAGES,
    **correction.MESSAGES,
    **digest.MESSAGES,
    **doorbell.MESSAGES,
    **reminders.MESSAGES,
    **referral.MESSAGES,
    **feedback.MESSAGES,
}


def render(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """Return what this message says to its recipient now. Raises KeyError for a kind that nobody shapes."""
    return _RENDERERS[outgoing.kind](knowledge, outgoing)
