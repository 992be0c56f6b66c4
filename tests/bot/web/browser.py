"""A real browser without a screen: Debian's Chromium, driven through selenium."""

import os
import shutil
from pathlib import Path
from typing import Any

import pyotp
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)

#: A small phone, in CSS pixels.
PHONE = (360, 740)

_PATIENCE = 15


def missing() -> str:
    """Return why there can be no browser here, or nothing."""
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            return f"{program} is not installed (Debian: apt install chromium chromium-driver)"
    return ""


class Browser:
    """One browser with a profile of its own, as one person's phone."""

    def __init__(self, profile: Path, address: str, *, dark: bool = False) -> None:
        options = ChromeOptions()
        options.binary_location = str(shutil.which("chromium"))
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        service = ChromeService(str(shutil.which("chromedriver")), log_output=os.devnull)
        self.driver = Chrome(options=options, service=service)
        width, height = PHONE
        phone = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
        self._address = address

    def go(self, path: str) -> None:
        """Open a page."""
        self.driver.get(self._address + path)

    def find(self, css: str) -> WebElement:
        """Return an element once it is there."""
        found: WebElement = self.until(lambda: next(iter(self.driver.find_elements(By.CSS_SELECTOR, css)), None), css)
        return found

    def until(self, there: Any, what: str) -> Any:
        """Wait until something is there (truthy) and return it."""
        return WebDriverWait(self.driver, _PATIENCE).until(lambda _: there(), f"no {what} on {self.text()!r}")

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script on the page and return what it returns."""
        return self.driver.execute_script(script, *arguments)  # type: ignore[no-untyped-call]

    def text(self) -> str:
        """Return what is to be read on the page."""
        return str(self.run("return document.body ? document.body.innerText : ''"))

    def reads(self, words: str) -> str:
        """Wait until these words are on the page, and return all of it."""
        return str(self.until(lambda: words in self.text() and self.text(), words))

    def types(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tabs_to(self, label: str) -> None:
        """Press Tab until the focus is on what has this label or text. Fails when it is not to be reached."""
        seen = []
        for _ in range(40):
            seen.append(self.focus())
            if seen[-1] == label:
                return
            self.types(Keys.TAB)
        raise AssertionError(f"{label!r} is not reached by Tab, only {seen}")

    def focus(self) -> str:
        """Return the accessible name of what has the focus."""
        return str(self.driver.switch_to.active_element.accessible_name)

    def chooses(self, person_id: str) -> None:
        """Be somebody of the sample municipality."""
        self.go("/inloggen")
        self.find(f"#who option[value='{person_id}']").click()
        self.find("form[action='/proef'] button").click()
        self.reads("Dag ")

    def says(self, text: str) -> None:
        """Type a text and send it."""
        self.find("#say").send_keys(text, Keys.ENTER)

    def taps(self, title: str) -> None:
        """Tap the last button with this title that can still be tapped."""
        path = f"//li//button[normalize-space()='{title}' and not(@aria-disabled='true')]"
        buttons = self.until(lambda: self.driver.find_elements(By.XPATH, path), title)
        # The driver takes what lies under the page's header to be in view.
        self.run("arguments[0].scrollIntoView({ block: 'center' })", buttons[-1])
        buttons[-1].click()

    def fits(self) -> bool:
        """Tell whether nothing sticks out of the screen sideways."""
        script = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        return bool(self.run(script))

    def secret(self) -> str:
        """Return the key on the page that sets up the authenticator app."""
        return self.find("#secret").text.replace(" ", "")

    def digits(self, moment: Any) -> str:
        """Return what the authenticator app shows at this moment, for the key on the page."""
        return pyotp.TOTP(self.secret()).at(moment)

    def faults(self, axe: str) -> list[str]:
        """Return what axe (the source of axe-core) finds wrong by WCAG 2.2 AA, as rule and place."""
        self.run(axe)
        script = """
            const done = arguments[0];
            const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
            axe.run({ runOnly: tags }).then((found) => done(
                found.violations.flatMap((fault) => fault.nodes.map((node) => `${fault.id}: ${node.target}`))));
        """
        found: list[str] = self.driver.execute_async_script(script)
        return found

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()
