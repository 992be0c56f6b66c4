"""Being away and being back."""

from datetime import date

from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, say, spoken_day
from actions.turn import Missing, Moment, Turn

#: How people say that they are ill.
_ILL = ("ziek", "griep", "koorts")

#: How people say that they are back, in the words that matter.
_BACK = ("terug", "weer er", "er weer", "beter", "weer aan het werk", "weer aan de slag", "back")


class SetAbsence(Skill):
    """ "Ik ben volgende week vrij, Tess neemt waar." """

    intent = "set_absence"

    def answer(self, turn: Turn) -> Reply:
        """Record an absence with its deputy, or that the asker is back."""
        if turn.details.get("back") or self._is_back(turn):
            was_away = turn.knowledge.absences.end(turn.by)
            return Reply(say("absence_over" if was_away else "absence_none"))
        days = turn.moment() or self._ill_today(turn)
        if days is None:
            raise Missing("time", "absence_days")
        deputy = self._deputy(turn)
        if not turn.confirmed:
            key = "absence_proposal" if deputy else "absence_proposal_nobody"
            name = turn.knowledge.people.get(deputy) if deputy else None
            return turn.propose(say(key, days=_days(days.first, days.last), deputy=name.name if name else ""))
        away = turn.knowledge.absences.set(turn.by, days.first, days.last, deputy)
        key = "absence_set" if away.deputy else "absence_set_nobody"
        text = say(key, days=_days(away.first_day, away.last_day), deputy=away.deputy)
        return Reply(text, undo_choice(away.change_id))

    def _is_back(self, turn: Turn) -> bool:
        said = turn.text.casefold()
        return "time" not in turn.details and "deputy" not in turn.details and any(word in said for word in _BACK)

    def _ill_today(self, turn: Turn) -> Moment | None:
        """Return today for who is ill: nobody knows until when."""
        day = turn.knowledge.drafts.today()
        ill = turn.details.setdefault("ill", any(word in turn.text.casefold() for word in _ILL))
        return Moment("", day, day) if ill else None

    def _deputy(self, turn: Turn) -> str | None:
        """Return who takes over: named in the sentence or chosen; "nobody" is a choice too."""
        if "deputy" in turn.details:
            return turn.details["deputy"] or None
        named = turn.details.get("person")
        if isinstance(named, dict) and len(named.get("ids", ())) == 1:
            return str(named["ids"][0])
        people = turn.knowledge.absences.candidates(turn.by)[: LIST_LIMIT - 1]
        choices = [turn.choice(person.name, deputy=person.id) for person in people]
        raise Missing("person", "deputy", [*choices, turn.choice(say("button_nobody"), deputy="")])


def _days(first: date, last: date) -> str:
    if first == last:
        return say("on_one_day", day=spoken_day(first))
    return say("from_to", first=spoken_day(first), last=spoken_day(last))


SKILLS = (SetAbsence,)
