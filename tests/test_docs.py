"""What the documents say of the repository is true: settings, commands, texts, links and paths."""

import re
from collections.abc import Iterator
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import COMMANDS
from bot.settings import Settings
from knowledge.rules.ladder import Terms

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOR_CODERS = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "development.md", ROOT / "docs" / "privacy.md"]

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
PATH = re.compile(r"`((?:bot|actions|nlu|knowledge|domain|tests|docs)/[\w./-]*)`")


def table_of_settings() -> str:
    """Return the table as the README has it."""
    rows = [
        f"| `KORTELIJN_{field.name.upper()}` | {field.field_info.description} | {_default(field.default)} |"
        for field in Settings.__fields__.values()
    ]
    return "\n".join(["| setting | meaning | default |", "| --- | --- | --- |", *rows])


def _default(value: object) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else value}`" if value != "" else "–"


def part(document: Path, name: str) -> str:
    """Return what a document has between `<!-- name -->` and `<!-- /name -->`."""
    return document.read_text().split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0].strip()


def test_the_readme_has_every_setting_with_its_meaning_and_default() -> None:
    assert part(README, "settings") == table_of_settings()


def test_the_readme_says_which_settings_nothing_uses() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    unused = {f"KORTELIJN_{name.upper()}" for name in Settings.__fields__ if not re.search(rf"\.{name}\b", code)}
    assert set(re.findall(r"^Nothing uses `(\w+)`", README.read_text(), re.MULTILINE)) == unused


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command(command: str) -> None:
    assert f"`kortelijn {command}" in README.read_text()


@pytest.mark.parametrize("term", fields(Terms), ids=lambda term: str(term.name))
def test_the_administrator_finds_every_term_with_its_default(term: "Field[Any]") -> None:
    said = "ja" if term.default is True else str(term.default).strip("()").replace(" ", "")
    rows = part(ROOT / "docs" / "beheer.md", "municipal").splitlines()
    row = next(line for line in rows if f"`term_{term.name}`" in line)
    assert row.split("|")[3].strip() == said


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = [link for link, place in _links(document) if not place]
    assert broken == []


def _links(document: Path) -> Iterator[tuple[str, bool]]:
    for link, heading in LINK.findall(document.read_text()):
        target = (document.parent / link).resolve() if link else document
        yield f"{link}#{heading}", target.exists() and (not heading or heading in _anchors(target))


def _anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", FOR_CODERS, ids=lambda path: path.name)
def test_every_path_that_is_named_exists(document: Path) -> None:
    missing = [path for path in PATH.findall(document.read_text()) if not (ROOT / path).exists()]
    assert missing == []


def test_every_button_that_the_users_guide_names_is_there() -> None:
    words = set(re.findall(r"\*\*([^*\n]+)\*\*", (ROOT / "docs" / "gebruik.md").read_text()))
    texts = "\n".join(path.read_text() for path in (ROOT / "domain").glob("*.yml"))
    buttons = {"Ik ga akkoord", "Gestart", "Bevestigen", "Ongedaan maken", "Later", "Eigen nummer geven"}
    assert buttons <= words
    assert [button for button in buttons if f"text: {button}\n" not in texts] == []


def test_every_turn_of_the_rasa_stories_ends_in_an_action_of_the_domain() -> None:
    stories = yaml.safe_load((ROOT / "tests" / "rasa" / "test_stories.yml").read_text())["stories"]
    domain = [yaml.safe_load(path.read_text()) for path in (ROOT / "domain").glob("*.yml")]
    known = {action for one in domain for action in one.get("actions", [])}
    assert {step["action"] for story in stories for step in story["steps"] if "action" in step} <= known
