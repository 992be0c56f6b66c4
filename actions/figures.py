"""Figures: few, of the own organisation, in three lines."""

from actions.replies import Reply
from actions.skill import Skill
from actions.texts import say, spoken_day
from actions.turn import Turn
from knowledge.services.buttons import Choice


class AskFigures(Skill):
    """ "Hoeveel is er op tijd teruggekoppeld?" """

    intent = "ask_figures"

    def answer(self, turn: Turn) -> Reply:
        """Give the figures of the own organisation, from the moment that was said or the last three months."""
        moment = turn.moment()
        found = turn.knowledge.figures.of_my_organisation(turn.by, moment.first if moment else None)
        text = say(
            "figures",
            organisation=found.organisation,
            since=spoken_day(found.since),
            referrals=found.referrals,
            open=found.open,
            in_time=say("figure_unknown") if found.in_time is None else f"{found.in_time} %",
            accept=_days(found.days_to_accept),
            start=_days(found.days_to_start),
        )
        return Reply(text, [Choice(say("button_overdue"), "list_overdue", repeatable=True)])


def _days(count: int | None) -> str:
    if count is None:
        return say("figure_unknown")
    few = {0: "figure_same_day", 1: "figure_day"}
    return say(few.get(count, "figure_days"), count=count)


SKILLS = (AskFigures,)
