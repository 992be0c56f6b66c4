"""All services together: what the layers above are handed."""

from dataclasses import dataclass

from knowledge.services.buttons import Buttons
from knowledge.services.cases import Cases
from knowledge.services.undo import Undo
from knowledge.store import Store


@dataclass(frozen=True)
class Knowledge:
    """What Kortelijn knows and can do, by capability."""

    store: Store
    buttons: Buttons
    cases: Cases
    undo: Undo

    @classmethod
    def over(cls, store: Store) -> "Knowledge":
        """Return all services over one store."""
        return cls(store=store, buttons=Buttons(store), cases=Cases(store), undo=Undo(store))
