"""The Zwitsers zakmes: three answers, kept encrypted one by one, and the professional's own outcome."""

from knowledge.entities import Weighing
from knowledge.rules.grounds import OUTCOMES, STEPS, is_sentence
from knowledge.rules.policy import Deed
from knowledge.services.circle import Changed, open_for_change
from knowledge.services.jottings import jot, jotted, throw_away
from knowledge.store import Refusal, Store


class Weighings:
    """Weighing to share something without consent, or in doubt."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def next_step(self, by: str, code: str, organisation_id: str | None) -> str | None:
        """Return the first question that has no answer yet; None when all three have."""
        with self._store.work(by) as work:
            open_for_change(work, code, Deed.WEIGH)
            done = jotted(work, _subject(code, organisation_id))
            return next((step for step in STEPS if step not in done), None)

    def note_answer(self, by: str, code: str, organisation_id: str | None, step: str, text: str) -> bool:
        """Keep the answer to a question; tell whether it is at least a sentence, for else it is not kept."""
        if step not in STEPS or not is_sentence(text):
            return False
        with self._store.work(by) as work:
            open_for_change(work, code, Deed.WEIGH)
            jot(work, _subject(code, organisation_id), step, text.strip())
            return True

    def weigh(self, by: str, code: str, organisation_id: str | None, outcome: str) -> Changed:
        """Record the weighing with its outcome, one of OUTCOMES. All three answers or none.

        Raises Refusal("weighing_incomplete") while an answer is missing.
        """
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.WEIGH)
            answers = jotted(work, _subject(code, organisation_id))
            if set(answers) != set(STEPS) or outcome not in OUTCOMES:
                raise Refusal("weighing_incomplete", case=code, object="weighing")
            first, second, third = (answers[step] for step in STEPS)
            made = Weighing(case.id or 0, by, work.now, first, second, third, outcome, organisation_id)
            work.add(made)
            throw_away(work, _subject(code, organisation_id))
            work.record("create", f"weighing {made.id}", case=code, organisation=organisation_id, reason=outcome)
            return Changed(code, work.change_id)


def _subject(code: str, organisation_id: str | None) -> str:
    return f"weighing {code} {organisation_id or ''}".strip()
