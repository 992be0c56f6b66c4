"""All services together: what the layers above are handed."""

from dataclasses import dataclass

from knowledge.services.absences import Absences
from knowledge.services.buttons import Buttons
from knowledge.services.callbacks import Callbacks
from knowledge.services.cases import Cases
from knowledge.services.chats import Chats
from knowledge.services.circle import Circles
from knowledge.services.consents import Consents
from knowledge.services.coordination import Coordination
from knowledge.services.corrections import Corrections
from knowledge.services.digest import Digest
from knowledge.services.feedback import Feedbacks
from knowledge.services.figures import Figures
from knowledge.services.logins import Logins
from knowledge.services.meetings import Meetings
from knowledge.services.network import Network
from knowledge.services.opening import Opening
from knowledge.services.outbox import Outbox
from knowledge.services.people import People
from knowledge.services.privacy import Privacy
from knowledge.services.referral_drafts import Drafts
from knowledge.services.referrals import Referrals
from knowledge.services.registry import Registry
from knowledge.services.reminders import Reminders
from knowledge.services.undo import Undo
from knowledge.services.weighing import Weighings
from knowledge.store import Store


@dataclass(frozen=True)
class Knowledge:
    """What Kortelijn knows and can do, by capability."""

    store: Store
    buttons: Buttons
    callbacks: Callbacks
    cases: Cases
    circle: Circles
    consents: Consents
    coordination: Coordination
    opening: Opening
    weighing: Weighings
    chats: Chats
    digest: Digest
    outbox: Outbox
    corrections: Corrections
    people: People
    drafts: Drafts
    referrals: Referrals
    feedback: Feedbacks
    reminders: Reminders
    registry: Registry
    absences: Absences
    meetings: Meetings
    network: Network
    privacy: Privacy
    figures: Figures
    logins: Logins
    undo: Undo

    @classmethod
    def over(cls, store: Store) -> "Knowledge":
        """Return all services over one store."""
        registry = Registry(store)
        return cls(
            store=store,
            buttons=Buttons(store),
            callbacks=Callbacks(store, registry),
            cases=Cases(store),
            circle=Circles(store),
            consents=Consents(store),
            coordination=Coordination(store),
            opening=Opening(store),
            weighing=Weighings(store),
            chats=Chats(store),
            digest=Digest(store),
            outbox=Outbox(store),
            corrections=Corrections(store),
            people=People(store),
            drafts=Drafts(store),
            referrals=Referrals(store),
            feedback=Feedbacks(store),
            reminders=Reminders(store),
            registry=registry,
            absences=Absences(store),
            meetings=Meetings(store),
            network=Network(store),
            privacy=Privacy(store),
            figures=Figures(store),
            logins=Logins(store),
            undo=Undo(store),
        )
