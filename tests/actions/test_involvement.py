"""Opening a case, and changing who is around one, as a professional sees it."""

import pytest
from sqlalchemy import select

from actions.circle import CloseCase, JoinCase, LeaveCase, TransferCoordination
from actions.conversation import Cancel
from actions.involvement import AskInvolved, ListMyCases, OpenCase, number_said
from actions.pushed import consent, involvement
from actions.texts import knows
from actions.turn import Missing
from knowledge.clock import SetClock
from knowledge.entities import Case, Referral, ReferralState
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.actions.turns import answers, asked, pushed, says, taps, titles
from tests.cast import ANNA, BRAM, CASE, HOUSEHOLD, OTTO, SARA, TESS

SKILLS = [AskInvolved, ListMyCases, OpenCase, JoinCase, LeaveCase, TransferCoordination, CloseCase, Cancel]


def said(name: str, *ids: str) -> dict[str, object]:
    """Return an entity that the registry knows."""
    return {"ids": list(ids), "text": name}


def opens(knowledge: Knowledge, by: str, name: str) -> tuple[str, object]:
    """Open a case in chat with the regie oneself, and return its code with the last answer."""
    _, turn = asked(knowledge, OpenCase, by, "nieuwe casus")
    reply = taps(knowledge, SKILLS, by, answers(knowledge, OpenCase, turn, name), "Ik")
    code = next(line.code for line in knowledge.cases.mine(by) if line.code in reply.text)
    return code, reply


def test_a_new_case_takes_a_name_and_one_tap_and_gives_a_code(knowledge: Knowledge) -> None:
    code, reply = opens(knowledge, TESS, "gezin Zandstra")
    assert knowledge.cases.coordinator_of(TESS, code).id == TESS  # type: ignore[union-attr]
    assert "Zandstra" not in reply.text  # type: ignore[attr-defined]
    assert titles(reply) == ["Wie horen erbij?", "Eigen nummer geven", "Ongedaan maken"]  # type: ignore[arg-type]


def test_the_name_is_kept_beside_the_conversation(knowledge: Knowledge) -> None:
    _, turn = asked(knowledge, OpenCase, TESS, "nieuwe casus")
    reply = answers(knowledge, OpenCase, turn, "Zandstra")
    kept = [choice.details for choice in reply.choices] + [reply.remember]
    assert "Zandstra" not in str(kept)


@pytest.mark.parametrize(
    "text", ["wie is er eigenlijk betrokken?", "ik heb vandaag kennisgemaakt met een heel aardig gezin"]
)
def test_a_sentence_is_not_taken_for_a_name(knowledge: Knowledge, text: str) -> None:
    _, turn = asked(knowledge, OpenCase, TESS, "nieuwe casus")
    with pytest.raises(Missing) as missing:
        answers(knowledge, OpenCase, turn, text)
    assert missing.value.question == "household_name_again"


def test_only_the_coordinator_hears_that_two_cases_may_be_one(knowledge: Knowledge) -> None:
    _, reply = opens(knowledge, TESS, "fam. Van den Linde")
    assert CASE not in reply.text  # type: ignore[attr-defined]
    assert pushed(knowledge, TESS) == []
    assert pushed(knowledge, ANNA) == []
    (message,) = pushed(knowledge, BRAM)
    assert "Tess de Wit" in message.text
    assert f"hetzelfde gezin kan gaan als {CASE}. Alleen jij weet dit." in message.text


def test_the_opener_is_asked_when_the_name_is_that_of_an_own_case(knowledge: Knowledge) -> None:
    _, turn = asked(knowledge, OpenCase, ANNA, "nieuwe casus")
    reply = answers(knowledge, OpenCase, turn, HOUSEHOLD)
    assert CASE in reply.text
    assert taps(knowledge, SKILLS, ANNA, reply, "Toch een nieuwe").text.startswith("Wie heeft de regie?")


def test_another_gets_the_regie_of_a_new_case_only_after_a_yes(knowledge: Knowledge) -> None:
    _, turn = asked(knowledge, OpenCase, TESS, "nieuwe casus")
    reply = answers(knowledge, OpenCase, turn, "Zandstra")
    other = next(choice for choice in reply.choices if choice.title == "Iemand anders")
    missing, turn = asked(knowledge, OpenCase, TESS, "", **other.details)
    assert missing.question == "opening_regie_whom"
    proposal = answers(knowledge, OpenCase, turn, "Anna", person=said("Anna", ANNA))
    taps(knowledge, SKILLS, TESS, proposal, "Bevestigen")
    code = knowledge.cases.mine(TESS)[0].code
    assert knowledge.cases.coordinator_of(TESS, code) is None
    (question,) = pushed(knowledge, ANNA)
    taps(knowledge, SKILLS, ANNA, question, "Ja, ik neem de regie")
    assert knowledge.cases.coordinator_of(TESS, code).id == ANNA  # type: ignore[union-attr]


def test_opening_can_be_taken_back_even_after_looking(knowledge: Knowledge, store: Store) -> None:
    code, reply = opens(knowledge, TESS, "Zandstra")
    says(knowledge, AskInvolved, TESS, case=code)
    taps(knowledge, SKILLS, TESS, reply, "Ongedaan maken")  # type: ignore[arg-type]
    assert knowledge.cases.mine(TESS) == []
    with store.reading() as session:
        assert session.execute(select(Case)).scalars().all()[0].code == CASE


def test_members_are_roles_never_names(knowledge: Knowledge) -> None:
    _, turn = asked(knowledge, OpenCase, ANNA, "", members_of=CASE)
    answers(knowledge, OpenCase, turn, "vader, dochter van 9 en oma")
    labels = [member.label for member in knowledge.opening.members(ANNA, CASE)]
    assert labels == ["moeder", "zoon van 13", "vader", "dochter van 9", "oma"]
    with pytest.raises(Refusal) as refusal:
        answers(knowledge, OpenCase, turn, "Fatima")
    assert refusal.value.code == "member_no_role"


@pytest.mark.parametrize(
    ("text", "number"),
    [("4471 is QX-4T9", "4471"), ("noem qx-4t9 voortaan D-12", "D-12"), ("QX-4T9 = 2291", "2291")],
)
def test_a_sentence_gives_a_case_a_number_of_ones_own(knowledge: Knowledge, text: str, number: str) -> None:
    says(knowledge, ListMyCases, ANNA, text)
    assert f"jouw {number}" in says(knowledge, ListMyCases, ANNA, "mijn casussen").text
    assert number in [household.name for household in knowledge.cases.households(ANNA)]


@pytest.mark.parametrize("text", ["wie is betrokken bij QX-4T9?", "is QX-4T9 al dicht", "mijn casussen"])
def test_another_sentence_gives_no_number(text: str) -> None:
    assert number_said(text) is None


@pytest.mark.parametrize("text", ["Jansen", "fam Jansen", "123456782", "QX-4T8", ""])
def test_a_name_or_bsn_is_no_number_of_ones_own(knowledge: Knowledge, text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        knowledge.opening.give_reference(ANNA, CASE, text)
    assert refusal.value.code == "reference_no_number"


@pytest.mark.parametrize("code", [CASE, "AA-3A3"])
def test_an_outsider_who_wants_in_rings_the_blind_bell(knowledge: Knowledge, code: str) -> None:
    for details in ({}, {"person": said("Tess", TESS)}):
        with pytest.raises(Refusal) as refusal:
            says(knowledge, JoinCase, OTTO, "haak mij aan", case=code, **details)
        assert refusal.value.code == "outsider"


def refer(store: Store, sender: str, holder: str | None = None) -> None:
    """Put a referral of the case in the store: taken up when somebody holds it."""
    with store.work() as work:
        case = work.first(select(Case))
        state = ReferralState.STARTED if holder else ReferralState.SENT
        work.add(Referral(case.id, sender, "politie", work.now, state=state, holder_id=holder))


def test_somebody_with_a_referral_asks_the_coordinator_to_join(knowledge: Knowledge, store: Store) -> None:
    refer(store, TESS)
    proposal = says(knowledge, JoinCase, TESS, "zet mij erbij", case=CASE)
    taps(knowledge, SKILLS, TESS, proposal, "Bevestigen")
    assert not knowledge.circle.takes_part(TESS, CASE)
    (question,) = pushed(knowledge, BRAM)
    assert question.text == f"Tess de Wit (jongerenwerker, Jeugd-Punt) wil aanhaken bij {CASE}. Wat vind je?"
    taps(knowledge, SKILLS, BRAM, question, "Ja, haak aan")
    assert knowledge.circle.takes_part(TESS, CASE)
    assert pushed(knowledge, TESS)[0].text == f"Je bent aangehaakt bij {CASE}."


def test_a_no_is_told_with_a_way_on(knowledge: Knowledge, store: Store) -> None:
    refer(store, TESS)
    knowledge.circle.ask_to_join(TESS, CASE)
    (question,) = pushed(knowledge, BRAM)
    taps(knowledge, SKILLS, BRAM, question, "Nee")
    (answer,) = pushed(knowledge, TESS)
    assert "kan nu niet" in answer.text
    assert answer.contacts


def test_a_colleague_is_added_after_one_confirmation_and_told(knowledge: Knowledge) -> None:
    proposal = says(knowledge, JoinCase, ANNA, "Tess doet ook mee", case=CASE, person=said("Tess", TESS))
    assert proposal.text == f"Ik haak Tess de Wit (jongerenwerker, Jeugd-Punt) aan bij {CASE}. Klopt dat?"
    taps(knowledge, SKILLS, ANNA, proposal, "Bevestigen")
    assert "aangehaakt" in pushed(knowledge, TESS)[0].text
    assert pushed(knowledge, BRAM)[0].text.startswith("Anna Visser heeft Tess de Wit")


def test_of_an_organisation_one_is_chosen_by_button(knowledge: Knowledge) -> None:
    missing, _ = asked(knowledge, JoinCase, ANNA, "jeugdpunt erbij", case=CASE, partner=said("Jeugd-Punt", "jeugdpunt"))
    assert titles(missing) == ["Bram Yilmaz", "Lena Smit", "Tess de Wit"]
    assert "Tess de Wit" in taps(knowledge, SKILLS, ANNA, missing, "Tess de Wit").text


def test_somebody_already_around_the_case_is_asked_whom_to_add(knowledge: Knowledge) -> None:
    missing, _ = asked(knowledge, JoinCase, ANNA, "iemand aanhaken", case=CASE)
    assert missing.question == "join_whom"


def test_adding_a_masked_partner_does_not_tell_that_it_is_there(knowledge: Knowledge) -> None:
    seen = says(knowledge, JoinCase, ANNA, "Sara erbij", case=CASE, person_id=SARA, confirmed=True)
    unseen = says(knowledge, JoinCase, ANNA, "Tess erbij", case=CASE, person_id=TESS, confirmed=True)
    assert seen.text.replace("Sara Bakker", "Tess de Wit") == unseen.text
    assert len(knowledge.cases.circle_of(BRAM, CASE).parts) == 4


def test_leaving_says_first_what_is_still_held(knowledge: Knowledge, store: Store) -> None:
    refer(store, BRAM, holder=ANNA)
    proposal = says(knowledge, LeaveCase, ANNA, "haal mij eraf", case=CASE, confirmed=True)
    assert "open verwijzingen hier bij jou: 1" in proposal.text
    taps(knowledge, SKILLS, ANNA, proposal, "Bevestigen")
    with pytest.raises(Refusal):
        knowledge.circle.takes_part(OTTO, CASE)
    assert (
        pushed(knowledge, BRAM)[0].text
        == f"Anna Visser (huisarts, Huisartsen Vlierhof) is niet meer betrokken bij {CASE}."
    )


def test_who_has_the_regie_hands_it_over_before_leaving(knowledge: Knowledge) -> None:
    reply = says(knowledge, LeaveCase, BRAM, "haal mij eraf", case=CASE)
    assert titles(reply) == ["Regie overdragen", "Casus sluiten", "Annuleren"]


def test_the_coordinator_removes_at_once_another_asks(knowledge: Knowledge) -> None:
    knowledge.circle.add(BRAM, CASE, TESS)
    proposal = says(knowledge, LeaveCase, ANNA, "Tess is weg", case=CASE, person=said("Tess", TESS))
    assert proposal.text.startswith("Ik vraag Bram Yilmaz")
    taps(knowledge, SKILLS, ANNA, proposal, "Bevestigen")
    assert knowledge.circle.takes_part(TESS, CASE)
    taps(knowledge, SKILLS, BRAM, pushed(knowledge, BRAM)[-1], "Ja, haal eraf")
    with pytest.raises(Refusal, match="outsider"):
        knowledge.circle.takes_part(TESS, CASE)


def test_whoever_is_masked_cannot_be_found_by_removing(knowledge: Knowledge) -> None:
    for person_id in (SARA, OTTO):
        with pytest.raises(Refusal, match="not_in_circle"):
            knowledge.circle.leaving(ANNA, CASE, person_id)


def test_the_regie_moves_only_after_the_receivers_yes_and_everybody_hears(knowledge: Knowledge) -> None:
    proposal = says(knowledge, TransferCoordination, BRAM, "regie naar Anna", case=CASE, person=said("Anna", ANNA))
    taps(knowledge, SKILLS, BRAM, proposal, "Bevestigen")
    assert knowledge.cases.coordinator_of(BRAM, CASE).id == BRAM  # type: ignore[union-attr]
    taps(knowledge, SKILLS, ANNA, pushed(knowledge, ANNA)[0], "Ja, ik neem de regie")
    moved = f"De regie in {CASE} ligt nu bij Anna Visser, huisarts bij Huisartsen Vlierhof."
    assert [pushed(knowledge, person)[-1].text for person in (BRAM, SARA)] == [moved, moved]


def test_taking_the_regie_is_asked_of_who_has_it(knowledge: Knowledge) -> None:
    proposal = says(knowledge, TransferCoordination, ANNA, "ik neem de regie", case=CASE)
    assert "ligt bij Bram Yilmaz" in proposal.text
    taps(knowledge, SKILLS, ANNA, proposal, "Bevestigen")
    taps(knowledge, SKILLS, BRAM, pushed(knowledge, BRAM)[0], "Nee, ik houd de regie")
    assert knowledge.cases.coordinator_of(ANNA, CASE).id == BRAM  # type: ignore[union-attr]
    assert "blijft waar die was" in pushed(knowledge, ANNA)[0].text


def test_a_free_regie_is_taken_at_once_and_everybody_hears(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.first(select(Case)).coordinator_id = None
    taps(knowledge, SKILLS, ANNA, says(knowledge, TransferCoordination, ANNA, "ik neem het", case=CASE), "Bevestigen")
    assert knowledge.cases.coordinator_of(ANNA, CASE).id == ANNA  # type: ignore[union-attr]
    assert pushed(knowledge, BRAM) != []


def test_an_answer_counts_once_and_only_from_who_was_asked(knowledge: Knowledge) -> None:
    knowledge.coordination.give(BRAM, CASE, ANNA)
    (question,) = pushed(knowledge, ANNA)
    yes = question.choices[0].details
    with pytest.raises(Refusal, match="gone"):
        says(knowledge, TransferCoordination, OTTO, **yes)
    says(knowledge, TransferCoordination, ANNA, **yes)
    with pytest.raises(Refusal, match="request_settled"):
        says(knowledge, TransferCoordination, ANNA, **yes)


def test_somebody_else_than_the_coordinator_gets_ways_on_not_a_bare_no(knowledge: Knowledge) -> None:
    reply = says(knowledge, TransferCoordination, ANNA, "regie naar Tess", case=CASE, person=said("Tess", TESS))
    assert titles(reply) == ["Laat me bellen", "Vraag de regie"]


def test_closing_says_what_goes_on_and_tells_everybody(knowledge: Knowledge, store: Store) -> None:
    refer(store, ANNA)
    proposal = says(knowledge, CloseCase, BRAM, "kan dicht", case=CASE)
    assert "nog open staan: 1" in proposal.text
    assert "gespecialiseerde partner" in proposal.text
    taps(knowledge, SKILLS, BRAM, proposal, "Bevestigen")
    assert [len(pushed(knowledge, person)) for person in (ANNA, SARA, BRAM)] == [1, 1, 0]
    with pytest.raises(Refusal, match="case_closed"):
        knowledge.circle.add(BRAM, CASE, TESS)


def test_others_cannot_close(knowledge: Knowledge) -> None:
    with pytest.raises(Refusal, match="not_yours"):
        says(knowledge, CloseCase, ANNA, "kan dicht", case=CASE)


def test_nobody_is_told_of_what_is_taken_back_within_the_minute(knowledge: Knowledge, clock: SetClock) -> None:
    reply = says(knowledge, JoinCase, ANNA, "Tess erbij", case=CASE, person_id=TESS, confirmed=True)
    taps(knowledge, SKILLS, ANNA, reply, "Ongedaan maken")
    assert pushed(knowledge, TESS) == []
    assert pushed(knowledge, BRAM) == []


@pytest.mark.parametrize("kind", [*involvement.MESSAGES, *consent.MESSAGES])
def test_every_message_has_its_text(kind: str) -> None:
    assert knows(f"push_{kind}")


@pytest.mark.parametrize("kind", ["leave", "give_coordination"])
def test_who_asked_hears_a_no(knowledge: Knowledge, kind: str) -> None:
    if kind == "leave":
        knowledge.circle.add(BRAM, CASE, TESS)
        knowledge.circle.leave(ANNA, CASE, TESS)
        asker, decider = ANNA, BRAM
    else:
        knowledge.coordination.give(BRAM, CASE, TESS)
        asker, decider = BRAM, TESS
    question = pushed(knowledge, decider)[-1]
    says(knowledge, LeaveCase if kind == "leave" else TransferCoordination, decider, **question.choices[1].details)
    assert pushed(knowledge, asker)[-1].text.startswith("Tess de Wit")


def test_who_is_removed_hears_by_whom(knowledge: Knowledge) -> None:
    says(knowledge, LeaveCase, BRAM, case=CASE, person_id=ANNA, confirmed=True)
    assert pushed(knowledge, ANNA)[0].text == f"Bram Yilmaz heeft je eraf gehaald bij {CASE}. Klopt dat niet? Bel even."
