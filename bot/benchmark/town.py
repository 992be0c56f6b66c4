"""The town that is measured on: the sample municipality with fifty more people in one household's circle."""

from datetime import date
from pathlib import Path

from bot.settings import Settings, load_settings
from knowledge import sample
from knowledge.entities import Involvement, Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store

PEOPLE = tuple(f"bench{number}" for number in range(50))

#: What they ask, over and over: the questions of a working day, each read from the database and logged.
SAID = (
    "wie zijn er allemaal betrokken bij {code}",
    "wie heeft de regie in {code}",
    "wie kan helpen bij schulden",
    "mijn casussen",
    "wat staat er nog open bij mij",
    "wie heeft er nu dienst",
    "is er toestemming in {code} voor de school",
    "goedemorgen",
)


def settings_in(folder: Path) -> Settings:
    """Return settings for a database in `folder`, with the trained model of this installation."""
    return load_settings(data_dir=folder, database_url=f"sqlite:///{folder / 'bench.db'}", telegram_token="")


def people(knowledge: Knowledge) -> str:
    """Load the sample and fifty people more; return the code of the case they are all around."""
    sample.load(knowledge.store, knowledge.store.clock.now().date())
    code = str(sample.show(knowledge.store)["cases"][0]["code"])
    _add_people(knowledge.store, code)
    return code


def _add_people(store: Store, code: str) -> None:
    from sqlalchemy import select

    from knowledge.store import tables

    with store.work() as work:
        case_id = work.first(select(tables.case.c.id).where(tables.case.c.code == code))
        organisation_id = work.first(select(tables.organisation.c.id))
        for person_id in PEOPLE:
            person = Professional(person_id, person_id, "huisarts", organisation_id)
            person.house_rules_accepted_at = work.now
            work.add(person)
            work.add(Involvement(case_id, person_id, date(2026, 1, 1)))


def messages(code: str, count: int) -> list[str]:
    """Return `count` messages about a case."""
    return [SAID[number % len(SAID)].format(code=code) for number in range(count)]
