"""The Dutch spaCy pipeline: which one this machine has, and loading it.

spaCy's own `nl_core_news_sm` is not on the package registries, so the project ships a small pipeline
of its own that needs no download. Both give coarse tags, morphology, lemmas and sentences.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.util import get_minor_version, get_package_version, is_package

PREFERRED: Final = "nl_core_news_sm"
OWN: Final = "nl_kortelijn_sm"
ALLOWED: Final = (PREFERRED, OWN)

logger = logging.getLogger(__name__)


def own_folder() -> Path:
    """Folder of the project's own trained pipeline, as `spacy.load` takes it."""
    return Path(__file__).parent / "model"


def installed_name(name: str | None = None) -> str:
    """Name of the pipeline that `load(name)` would load here.

    Without a name, or with one that is not installed for this spaCy, the answer is the best that is:
    `nl_core_news_sm` where it fits, else the project's own.

    Raises:
        ValueError: the name is not one of `ALLOWED`.
    """
    wanted = PREFERRED if name is None else name
    if wanted not in ALLOWED:
        raise ValueError(f"unknown Dutch pipeline {wanted!r}: choose {' or '.join(ALLOWED)}")
    return wanted if wanted != OWN and _fits(wanted) else OWN


def load(name: str | None = None) -> Language:
    """Load the pipeline that `installed_name(name)` tells of; about a second, so do it once per process.

    Raises:
        ValueError: the name is not one of `ALLOWED`.
    """
    found = installed_name(name)
    if name not in (None, found):
        logger.warning("%s is not installed for spaCy %s; %s is used", name, spacy_version, found)
    return spacy.load(own_folder() if found == OWN else found)


def _fits(package: str) -> bool:
    # A pipeline of another minor version loads with a mere warning and then tags wrongly.
    version = get_package_version(package) if is_package(package) else None
    return version is not None and get_minor_version(version) == get_minor_version(spacy_version)
