"""Acute danger: before everything else, also in the middle of a form."""

from actions.replies import Reply
from actions.skill import FORGOTTEN, Skill
from actions.texts import say
from actions.turn import Turn
from knowledge.services.buttons import Choice


class Emergency(Skill):
    """ "Hij staat hier met een mes." """

    intent = "emergency"

    def answer(self, turn: Turn) -> Reply:
        """Give the numbers at once; whatever was open is dropped. Never the advice to talk to the parents first."""
        signal = Choice(say("button_report_signal"), "report_signal")
        return Reply(say("emergency"), [signal], remember={**FORGOTTEN, "proposal": None}, closes_form=True)


SKILLS = (Emergency,)
