"""What is stored, rights, and mishaps."""

import re

from actions.named import sentence
from actions.replies import Reply, cancel_choice
from actions.skill import Skill
from actions.texts import say, spoken_day, spoken_moment
from actions.turn import Turn
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.buttons import Choice

#: Words for the thing that is lost.
_PHONE = re.compile(r"telefoon|mobiel|toestel|gsm|iphone", re.IGNORECASE)

#: What one may ask of what is stored about oneself or a resident.
_REQUESTS = ("access", "correction", "deletion", "objection")


class PrivacyInfo(Skill):
    """ "Wat bewaar je van mij?" """

    intent = "privacy_info"

    def answer(self, turn: Turn) -> Reply:
        """Say what is stored about the asker, who sees it, and offer the requests the law knows."""
        wanted = turn.details.get("request")
        if wanted in _REQUESTS:
            due = turn.knowledge.privacy.request(turn.by, wanted)
            return Reply(
                say(
                    "privacy_requested",
                    what=say(f"label_request_{wanted}"),
                    due=spoken_day(due.astimezone(AMSTERDAM).date()),
                )
            )
        me = turn.knowledge.privacy.about(turn.by)
        channels = ", ".join(say(f"label_channel_{channel}") for channel in me.channels)
        accepted = (
            spoken_day(me.accepted_rules_on.astimezone(AMSTERDAM).date()) if me.accepted_rules_on else say("never")
        )
        facts = {"channels": channels, "cases": me.cases, "referrals": me.referrals, "rows": me.log_rows}
        requests = [Choice(say(f"button_request_{kind}"), self.intent, {"request": kind}) for kind in _REQUESTS]
        return Reply(say("privacy_about", accepted=accepted, **facts), requests)


class ReportBreach(Skill):
    """ "Verkeerd gezin gekoppeld." "Telefoon kwijt." """

    intent = "report_breach"

    def answer(self, turn: Turn) -> Reply:
        """Recall what can be recalled and tell the privacy officer; a lost phone is unlinked."""
        if turn.details.get("unlink"):
            turn.knowledge.people.unlink(turn.by, channel=turn.details["unlink"], by=turn.by)
            return Reply(say("phone_unlinked"))
        if not turn.confirmed and _PHONE.search(sentence(turn)):
            unlink = turn.choice(say("button_unlink_phone"), unlink="telegram", confirmed=True)
            astray = turn.choice(say("button_went_astray"), confirmed=True)
            return Reply(say("phone_proposal"), [unlink, astray, cancel_choice()])
        if not turn.confirmed:
            lost = Choice(say("button_phone_lost"), self.intent, {"unlink": "telegram"})
            return turn.propose(say("breach_proposal"), change=[lost])
        reported = turn.knowledge.privacy.report_breach(turn.by, "", referral_id=turn.details.get("referral"))
        recalled = say("breach_recalled", count=reported.recalled) if reported.recalled else ""
        who = ", ".join(reported.officers) or say("administrator")
        return Reply(say("breach_reported", who=who, due=spoken_moment(reported.due_at)) + recalled)


SKILLS = (PrivacyInfo, ReportBreach)
