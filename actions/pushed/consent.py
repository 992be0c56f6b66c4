"""Messages about consent: that something stopped or can go on, never why."""

from collections.abc import Callable, Mapping

from actions.pushed.reminders import on_behalf
from actions.replies import Reply
from actions.texts import say
from knowledge.entities import Organisation, Outgoing, Referral
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge


def _about_referral(key: str) -> Callable[[Knowledge, Outgoing], Reply]:
    def message(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
        with knowledge.store.reading() as session:
            referral = session.get(Referral, outgoing.params["referral"])
            organisation = session.get(Organisation, referral.organisation_id)
        code, sends = outgoing.params["case"], referral.sender_id == outgoing.recipient_id
        text = say(f"push_{key}", code=code, recipient=organisation.name)
        known = {"case": code, "organisation_id": organisation.id}
        check = Choice(say("button_check_consent"), "check_consent", known, repeatable=True)
        other = referral.holder_id or referral.receiver_id if sends else referral.sender_id
        call = Choice(say("button_call_me"), "request_callback", {"case": code, "person_id": other})
        ways = [*([check] if sends else []), *([call] if other else [])]
        return Reply(on_behalf(knowledge, outgoing, text), ways)

    return message


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    key: _about_referral(key) for key in ("consent_blocked", "consent_restored")
}
