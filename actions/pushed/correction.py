"""What owners of an entry of the registry, and who found it wrong, hear by themselves."""

from collections.abc import Callable, Mapping

from actions.pushed.moot import Moot
from actions.pushed.reminders import on_behalf
from actions.registry_values import said_of
from actions.replies import Reply
from actions.texts import label, say
from knowledge.entities import Outgoing
from knowledge.services.buttons import Choice
from knowledge.services.corrections import CorrectionView
from knowledge.services.knowledge import Knowledge


def _asked(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the owner: what somebody says is wrong, to be settled with one tap."""
    view = _view(knowledge, outgoing)
    if view.settled:
        raise Moot
    text = say("correction_asked", reporter=view.reporter, about=_about(view), what=_what(view))
    choices = [
        Choice(
            say(f"button_correction_{answer}"),
            "update_registry",
            {"correction": view.id, "answer": answer, "confirmed": True},
        )
        for answer in ("right", "wrong")
    ]
    return Reply(on_behalf(knowledge, outgoing, text), choices)


def _settled(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    text = say(outgoing.kind, about=_about(_view(knowledge, outgoing)))
    return Reply(on_behalf(knowledge, outgoing, text))


def _what(view: CorrectionView) -> str:
    if view.field and view.value:
        return said_of("correction_value", view.field, view.value)
    if view.text:
        return say("correction_words", text=view.text)
    return say("correction_field", field=label("field", view.field))


def _about(view: CorrectionView) -> str:
    return view.about or say("registry_name")


def _view(knowledge: Knowledge, outgoing: Outgoing) -> CorrectionView:
    return knowledge.corrections.view(int(outgoing.params["correction"]))


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "correction_asked": _asked,
    "correction_right": _settled,
    "correction_wrong": _settled,
}
