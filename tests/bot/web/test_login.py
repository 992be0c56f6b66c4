"""Getting in: by invitation and authenticator app, then by the app; on the sample by choosing a person."""

from datetime import timedelta

import httpx
import pytest

from actions.texts import say
from bot.assistant import Assistant
from bot.channels.web import WebChannel
from bot.settings import Settings
from knowledge.clock import SetClock
from knowledge.entities import Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store, put_setting
from tests.bot.web.conftest import Parrot
from tests.bot.web.visitor import Visitor, problem_on
from tests.cast import ANNA, BRAM


@pytest.fixture
def on_sample(store: Store) -> None:
    """Make the town one to try things on."""
    with store.work() as work:
        put_setting(work.session, "sample", "1")


async def test_an_invitation_sets_up_the_app_and_opens_the_chat(visitor: Visitor, knowledge: Knowledge) -> None:
    code = knowledge.people.invite(ANNA).code
    page = await visitor.link(code.lower())
    assert "data:image/svg+xml" in page.text
    assert "otpauth://totp/Kortelijn" in page.text
    entered = await visitor.confirm(code, visitor.digits())
    page = await visitor.open(entered.headers["location"])
    assert "Anna Visser, huisarts" in page.text


async def test_afterwards_the_app_alone_opens_it(visitor: Visitor) -> None:
    await visitor.enter(ANNA)
    await visitor.log_out()
    assert (await visitor.client.get(visitor.chat)).headers["location"] == "/inloggen"
    again = await visitor.log_in("ANNA ", visitor.digits(1))
    assert (await visitor.open(again.headers["location"])).status_code == 200


async def test_a_wrong_first_code_keeps_the_same_key_and_does_not_use_up_the_invitation(
    visitor: Visitor, knowledge: Knowledge
) -> None:
    code = knowledge.people.invite(ANNA).code
    await visitor.link(code)
    for _ in range(6):
        page = await visitor.confirm(code, "000 000")
        assert problem_on(page) == say("refusal_totp_wrong")
        assert visitor.secret in page.text.replace(" ", "")
    assert (await visitor.confirm(code, visitor.digits())).status_code == 303


async def test_wrong_codes_are_answered_and_after_five_there_is_no_more_trying(
    visitor: Visitor, knowledge: Knowledge
) -> None:
    for _ in range(5):
        assert problem_on(await visitor.link("AAAABBBBCCCC")) == say("refusal_code_wrong")
    right = knowledge.people.invite(ANNA).code
    assert problem_on(await visitor.link(right)) == say("refusal_too_many_codes")


async def test_wrong_digits_are_refused_and_after_five_one_waits_a_quarter(visitor: Visitor, clock: SetClock) -> None:
    await visitor.enter(ANNA)
    for _ in range(5):
        assert problem_on(await visitor.log_in(ANNA, "000000")) == say("refusal_login_wrong")
    assert problem_on(await visitor.log_in(ANNA, visitor.digits(1))) == say("refusal_login_wait")
    clock.at += timedelta(minutes=16)
    assert (await visitor.log_in(ANNA, visitor.digits())).status_code == 303


async def test_nobody_learns_who_has_an_account(visitor: Visitor) -> None:
    await visitor.enter(ANNA)
    for _ in range(6):
        known, unknown = await visitor.log_in(ANNA, "000000"), await visitor.log_in("niemand", "000000")
        assert problem_on(known) == problem_on(unknown)


async def test_a_session_lasts_eight_hours(visitor: Visitor, clock: SetClock) -> None:
    await visitor.enter(ANNA)
    clock.at += timedelta(hours=7, minutes=59)
    assert (await visitor.say("hoi"))["text"] == "Je zei: hoi"
    clock.at += timedelta(minutes=1)
    answer = await visitor.send("bericht", {"text": "hoi"})
    assert (answer.status_code, answer.json()["error"]) == (401, say("web_session_over"))


async def test_who_is_unlinked_is_out_at_once(visitor: Visitor, knowledge: Knowledge) -> None:
    await visitor.enter(ANNA)
    knowledge.people.unlink(ANNA)
    assert (await visitor.send("bericht", {"text": "hoi"})).status_code == 401
    assert (await visitor.client.get(f"{visitor.chat}/berichten")).status_code == 401
    assert problem_on(await visitor.log_in(ANNA, visitor.digits(1))) == say("refusal_login_wrong")


async def test_who_has_left_is_out_and_does_not_come_in_again(
    visitor: Visitor, knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    await visitor.enter(ANNA)
    code = knowledge.people.invite(ANNA).code
    with store.work() as work:
        work.need(Professional, ANNA).left_on = clock.now().date()
    assert (await visitor.send("bericht", {"text": "hoi"})).status_code == 401
    assert problem_on(await visitor.log_in(ANNA, visitor.digits(1))) == say("refusal_login_wrong")
    assert problem_on(await visitor.link(code)) == say("refusal_code_expired")


async def test_who_logs_in_takes_the_seat_of_who_was_there(visitor: Visitor) -> None:
    anna = (await visitor.enter(ANNA)).chat
    await visitor.enter(BRAM)
    assert (await visitor.client.get(anna)).headers["location"] == "/inloggen"
    assert (await visitor.client.get("/")).headers["location"] == visitor.chat


@pytest.mark.usefixtures("on_sample")
async def test_on_the_sample_two_windows_of_one_browser_are_two_people(visitor: Visitor) -> None:
    chats = []
    for person in (ANNA, BRAM):
        entered = await visitor.client.post("/proef", data={"person": person})
        chats.append(entered.headers["location"])
    assert "Anna Visser, huisarts" in (await visitor.open(chats[0])).text
    assert "Bram Yilmaz, jongerenwerker" in (await visitor.open(chats[1])).text
    login = (await visitor.client.get("/inloggen")).text
    assert "Verder als Anna Visser" in login
    assert "Verder als Bram Yilmaz" in login


@pytest.mark.usefixtures("on_sample")
async def test_on_the_sample_somebody_who_does_not_exist_cannot_be_chosen(visitor: Visitor) -> None:
    assert problem_on(await visitor.client.post("/proef", data={"person": "niemand"})) == say("refusal_login_wrong")


async def test_in_a_real_town_nobody_can_be_chosen(visitor: Visitor) -> None:
    assert "Kijk rond" not in (await visitor.client.get("/inloggen")).text
    await visitor.client.post("/proef", data={"person": ANNA})
    assert (await visitor.client.get("/")).headers["location"] == "/inloggen"


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://boos.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize("path", ["/inloggen", "/koppel", "/koppel/bevestig", "/proef", "/gesprek/x/bericht"])
async def test_what_another_website_sends_is_refused(
    client: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    answer = await client.post(path, data={"person": ANNA}, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (403, say("web_foreign"))


async def test_a_page_without_the_sessions_stamp_changes_nothing(visitor: Visitor, parrot: Parrot) -> None:
    await visitor.enter(ANNA)
    answer = await visitor.send("bericht", {"text": "hoi"}, **{"X-Kortelijn": "anders"})
    assert (answer.status_code, parrot.heard) == (403, [])
    await visitor.client.post(f"{visitor.chat}/uitloggen", data={"stamp": "anders"})
    assert (await visitor.client.get(visitor.chat)).status_code == 200


async def test_one_persons_session_does_not_open_anothers_chat(visitor: Visitor) -> None:
    mine = (await visitor.enter(ANNA)).chat
    theirs = (await visitor.enter(BRAM)).chat
    token = next(iter(visitor.client.cookies.values()))
    visitor.client.cookies.clear()
    visitor.client.cookies.set(f"kortelijn-{mine.rpartition('/')[2]}", token)
    assert mine != theirs
    assert (await visitor.client.get(mine)).headers["location"] == "/inloggen"


async def test_a_request_too_large_is_not_read(visitor: Visitor, parrot: Parrot) -> None:
    await visitor.enter(ANNA)
    answer = await visitor.send("bericht", {"text": "x" * 300_000})
    assert (answer.status_code, answer.json()["error"], parrot.heard) == (413, say("got_too_long"), [])


@pytest.mark.parametrize("path", ["/inloggen", "/koppel", "/static/chat.js", "/gezond", "/er/is/niets"])
async def test_every_answer_is_kept_nowhere_and_takes_nothing_from_elsewhere(
    client: httpx.AsyncClient, path: str
) -> None:
    headers = (await client.get(path)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers


async def test_behind_tls_cookie_and_headers_are_for_tls_alone(
    settings: Settings, knowledge: Knowledge, parrot: Parrot, clock: SetClock
) -> None:
    public = "https://kortelijn.example"
    channel = WebChannel(settings.copy(update={"public_url": public}), knowledge, Assistant(knowledge, parrot))
    transport = httpx.ASGITransport(app=channel.app)
    async with httpx.AsyncClient(transport=transport, base_url=public, headers={"Origin": public}) as client:
        visitor = Visitor(client, knowledge, clock)
        code = knowledge.people.invite(ANNA).code
        await visitor.link(code)
        entered = await visitor.confirm(code, visitor.digits())
        cookie = entered.headers["set-cookie"]
        assert cookie.startswith("__Host-kortelijn-")
        assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert "max-age=31536000" in entered.headers["Strict-Transport-Security"]
        assert (await visitor.open(entered.headers["location"])).status_code == 200
