"""One turn of the conversation as an action sees it: who asks, what was said, what is known already."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from actions.replies import Reply, cancel_choice
from actions.texts import LIST_LIMIT, say
from knowledge.entities import Professional
from knowledge.rules.calendar import is_working_day, next_working_day
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal


class Missing(Exception):
    """A detail is needed before the request can be answered.

    `wanted` is the kind of detail, `question` the key of the text that asks for it (`utter_ask_<question>`), `params`
    its variables, `choices` the buttons under it. The answer is understood as the entity `wanted`, or as the whole
    text when `wanted` is "text".
    """

    def __init__(self, wanted: str, question: str | None = None, choices: Sequence[Choice] = (), **params: Any) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.question = question or wanted
        self.choices = list(choices)
        self.params = params


@dataclass(frozen=True)
class Moment:
    """A time that was said: first and last day, local; `clock` when a time of day was named."""

    said: str
    first: date
    last: date
    clock: time | None = None

    @property
    def deadline(self) -> date:
        """The day by which something is promised: of a span its last working day; a counted one is no day off."""
        days = [self.first + timedelta(days=ahead) for ahead in range((self.last - self.first).days + 1)]
        working = [day for day in days if is_working_day(day)]
        if working and len(days) > 1:
            return working[-1]
        counted = self.said.casefold().startswith(("over ", "binnen "))
        return next_working_day(self.last) if counted and not working else self.last


@dataclass
class Turn:
    """What an action needs to know of this turn. `details` holds what was said, asked and chosen so far."""

    person: Professional
    intent: str
    text: str
    knowledge: Knowledge
    details: dict[str, Any] = field(default_factory=dict)
    #: The person's own words of this turn with the names still in it; never kept in the conversation.
    private_text: str = ""
    #: Names of the intents by likelihood, when the message was not understood well enough.
    ranking: tuple[str, ...] = ()
    #: Which message this is: the one that raised a question is not the answer to it.
    message_id: str = ""
    #: Whether a question or a proposal was open when this was said.
    something_open: bool = False

    def __post_init__(self) -> None:
        """Take the text itself where no private one was given."""
        self.private_text = self.private_text or self.text

    @property
    def by(self) -> str:
        """The id of the professional who asks."""
        return self.person.id

    @property
    def confirmed(self) -> bool:
        """Whether the person confirmed what was proposed, or tapped a button that says it all."""
        return bool(self.details.get("confirmed"))

    def case(self) -> str:
        """Return the code of the case that is meant: named, replied to, or spoken of in the last ten minutes.

        Raises Missing when none is, Refusal("unknown_household") for a name that is not among the own cases.
        """
        named = self.details.get("case")
        if named == "unknown":
            raise Refusal("unknown_household", object="case")
        code = named or self.details.get("replied_case") or self.knowledge.cases.in_focus(self.by)
        if code is None:
            raise Missing("case", choices=self.own_case_choices())
        return str(code)

    def own_case_choices(self) -> list[Choice]:
        """Return a button for each of the own cases, at most four."""
        mine = self.knowledge.cases.mine(self.by)[:LIST_LIMIT]
        return [self.choice(line.code, case=line.code) for line in mine]

    def moment(self) -> Moment | None:
        """Return the time that was said, if one was."""
        said = self.details.get("time")
        if not said:
            return None
        clock = time.fromisoformat(said["clock"]) if said.get("clock") else None
        return Moment(said["text"], date.fromisoformat(said["first"]), date.fromisoformat(said["last"]), clock)

    def choice(self, title: str, /, **details: Any) -> Choice:
        """Return a button that goes on with this same request, with `details` added to what is known."""
        return Choice(title, self.intent, {**self.details, **details})

    def propose(self, text: str, *, change: Sequence[Choice] = ()) -> Reply:
        """Return a summary to be confirmed by a tap or by "ja"; nothing is done before that.

        `change` are buttons between Bevestigen and Annuleren.
        """
        confirm = self.choice(say("button_confirm"), confirmed=True)
        proposal = {"intent": confirm.intent, "details": confirm.details}
        return Reply(text, [confirm, *change, cancel_choice()], remember={"proposal": proposal})
