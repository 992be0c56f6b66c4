"""In a real browser, at the width of a phone: getting in, chatting, messages that arrive live, by keyboard alone."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Keys

from bot.channels.web import WebChannel
from bot.delivery import Delivery
from knowledge.clock import SetClock
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store, put_setting
from tests.bot.web.browser import Browser, missing
from tests.bot.web.conftest import Parrot
from tests.cast import ANNA, BRAM
from tests.loop import write_to

pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(missing()), reason=missing())]

_AXE = Path("node_modules/axe-core/axe.min.js")

Open = Callable[..., Browser]


@pytest.fixture
def site(channel: WebChannel, running: asyncio.AbstractEventLoop, store: Store) -> Iterator[str]:
    """The web app of a sample municipality, really listening; its address."""
    with store.work() as work:
        put_setting(work.session, "sample", "1")
    yield asyncio.run_coroutine_threadsafe(channel.start(), running).result(10)
    asyncio.run_coroutine_threadsafe(channel.stop(), running).result(10)


@pytest.fixture
def open_browser(site: str, tmp_path: Path) -> Iterator[Open]:
    """Open a browser with a profile of its own."""
    opened: list[Browser] = []

    def open_one(**kind: Any) -> Browser:
        opened.append(Browser(tmp_path / f"profile{len(opened)}", site, **kind))
        return opened[-1]

    yield open_one
    for browser in opened:
        browser.close()


@pytest.fixture
def deliver(knowledge: Knowledge, channel: WebChannel, running: asyncio.AbstractEventLoop) -> Callable[[], int]:
    """Let delivery bring what is ready, and return how many messages went."""
    delivery = Delivery(knowledge, {"web": channel}, present=channel.present)
    return lambda: asyncio.run_coroutine_threadsafe(delivery.deliver_due(), running).result(20)


def test_from_the_invitation_over_the_qr_code_to_the_chat(
    open_browser: Open, knowledge: Knowledge, clock: SetClock
) -> None:
    phone = open_browser()
    phone.go(f"/koppel?code={knowledge.people.invite(ANNA).code}")
    assert phone.fits()
    phone.find("form button").click()
    phone.reads("Welkom Anna Visser")
    assert phone.find(".qr").size["width"] >= 200
    assert phone.run("return document.querySelector('.qr').naturalWidth") > 0
    assert phone.fits()
    phone.find("#totp").send_keys("000000", Keys.ENTER)
    phone.reads("Die zes cijfers kloppen niet")
    phone.find("#totp").send_keys(phone.digits(clock.now()), Keys.ENTER)
    phone.reads("Dag Anna. Vraag het in gewone taal")
    assert phone.fits()


def test_a_message_put_to_one_arrives_live_with_the_other_one_open_too(
    open_browser: Open, store: Store, channel: WebChannel, deliver: Callable[[], int]
) -> None:
    doctor, youth_worker = open_browser(), open_browser()
    doctor.chooses(ANNA)
    youth_worker.chooses(BRAM)
    doctor.until(lambda: channel.present() == {ANNA, BRAM}, "two open windows")
    write_to(store, BRAM)
    assert deliver() == 1
    youth_worker.reads("Je neemt waar voor Anna Visser")
    assert "Je neemt waar" not in doctor.text()


def test_what_came_while_the_page_was_closed_is_there_when_it_opens_and_once(
    open_browser: Open, store: Store, channel: WebChannel, knowledge: Knowledge, deliver: Callable[[], int]
) -> None:
    phone = open_browser()
    phone.chooses(BRAM)
    chat = phone.driver.current_url
    phone.driver.get("about:blank")
    phone.until(lambda: not channel.present(), "closed window")
    write_to(store, BRAM, urgent=True)
    deliver()
    phone.driver.get(chat)
    phone.reads("Je neemt waar voor Anna Visser")
    phone.until(lambda: not knowledge.outbox.waiting(BRAM), "word that it was shown")
    phone.run("document.dispatchEvent(new Event('visibilitychange'))")
    phone.says("hoi")
    assert phone.reads("Je zei: hoi").count("Je neemt waar") == 1


def test_two_people_in_two_tabs_of_one_browser(open_browser: Open) -> None:
    browser = open_browser()
    browser.chooses(ANNA)
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.chooses(BRAM)
    browser.driver.switch_to.window(first)
    browser.says("hoi")
    assert "Anna Visser, huisarts" in browser.reads("Je zei: hoi")


def test_buttons_contacts_files_and_long_words_fit_a_phone(open_browser: Open) -> None:
    phone = open_browser()
    phone.chooses(ANNA)
    for text in ("kaartje", "plaatje", "keuzes", "w" * 300):
        phone.says(text)
    phone.reads("Je zei: www")
    assert phone.find(".contact a").get_attribute("href") == "tel:0850202021"
    assert phone.find(".picture img").get_attribute("naturalWidth") == "1"
    assert phone.find(".files a[download='bram.vcf']").text == "Bewaar bram.vcf"
    phone.taps("Ja hoor")
    phone.reads("Je koos affirm.")
    assert phone.fits()


def test_a_text_too_long_gets_an_answer(open_browser: Open) -> None:
    phone = open_browser()
    phone.chooses(ANNA)
    phone.run("arguments[0].value = 'x'.repeat(5000)", phone.find("#say"))
    phone.says("!")
    phone.reads("Dat is te lang voor mij.")


def test_all_of_it_by_keyboard(open_browser: Open) -> None:
    phone = open_browser()
    phone.go("/inloggen")
    phone.tabs_to("Wie wil je zijn?")
    phone.types("Anna")
    phone.tabs_to("Kijk rond")
    phone.types(Keys.ENTER)
    phone.reads("Dag Anna")
    phone.until(lambda: phone.focus() == "Je bericht", "focus in the text box")
    phone.types("keuzes", Keys.ENTER)
    phone.reads("Wil je dat?")
    phone.run("document.activeElement.blur()")
    phone.tabs_to("Ja hoor")
    phone.types(Keys.ENTER)
    phone.reads("Je koos affirm.")
    assert phone.focus() == "Ja hoor"
    phone.tabs_to("Stuur")


def test_who_is_unlinked_is_brought_to_the_login(open_browser: Open, knowledge: Knowledge) -> None:
    phone = open_browser()
    phone.chooses(ANNA)
    knowledge.people.unlink(ANNA)
    phone.says("hoi")
    phone.reads("Inloggen")
    assert phone.driver.current_url.endswith("/inloggen")


def test_what_did_not_get_through_is_given_back(
    open_browser: Open, channel: WebChannel, running: asyncio.AbstractEventLoop, parrot: Parrot
) -> None:
    phone = open_browser()
    phone.chooses(ANNA)
    asyncio.run_coroutine_threadsafe(channel.stop(), running).result(10)
    phone.says("hoi")
    phone.reads("Geen verbinding.")
    assert phone.find("#say").get_attribute("value") == "hoi"


@pytest.mark.skipif(not _AXE.exists(), reason="axe-core is not installed (npm install axe-core)")
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_wrong(open_browser: Open, knowledge: Knowledge, *, dark: bool) -> None:
    axe = _AXE.read_text(encoding="utf8")
    phone = open_browser(dark=dark)
    phone.go(f"/koppel?code={knowledge.people.invite(ANNA).code}")
    assert phone.faults(axe) == []
    phone.find("form button").click()
    phone.reads("Welkom")
    assert phone.faults(axe) == []
    phone.chooses(ANNA)
    for text in ("kaartje", "plaatje", "keuzes"):
        phone.says(text)
    phone.taps("Ja hoor")
    phone.reads("Je koos affirm.")
    assert phone.faults(axe) == []
    phone.go("/inloggen")
    assert phone.faults(axe) == []
