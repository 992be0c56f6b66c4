"""The municipality's terms, per type of referral, read once for a whole tick or overview."""

import logging
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.entities import ReferralKind
from knowledge.rules.ladder import Terms
from knowledge.store import tables

logger = logging.getLogger(__name__)


def terms_by_kind(session: Session) -> Mapping[ReferralKind, Terms]:
    """Return the terms of every type of referral; a setting that is no number counts as not set, and is logged."""
    names = select(tables.setting.c.name, tables.setting.c.value).where(tables.setting.c.name.like("term%"))
    settings = {row.name: row.value for row in session.execute(names)}
    return {kind: _read(settings, kind) for kind in ReferralKind}


def _read(settings: Mapping[str, str], kind: ReferralKind) -> Terms:
    try:
        return Terms.read(settings.get, kind.value)
    except ValueError:
        logger.warning("the settings term_… hold something that is no number; the defaults count")
        return Terms()
