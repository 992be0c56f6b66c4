"""Professionals and how they reach the assistant: invitations, linking a channel, house rules, unlinking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from knowledge.entities import ChannelLink, Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services import link_codes
from knowledge.store import Refusal, Store, Work, put_setting, tables

#: Setting that holds the name of the Telegram bot.
BOT_NAME = "telegram_name"

#: How exactly it is kept when somebody was last there.
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Invited:
    """A link code, in clear: it is shown once and kept as a hash."""

    person: str
    code: str
    expires: datetime


@dataclass(frozen=True)
class Acquaintance:
    """Who is at the other end of a channel."""

    person: Professional
    accepted_house_rules: bool


class People:
    """Who is who, and over which channel."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, person_id: str) -> Professional | None:
        """Return the professional with this id."""
        with self._store.reading() as session:
            found: Professional | None = session.get(Professional, person_id)
            return found

    def at(self, channel: str, address: str) -> Acquaintance | None:
        """Return who is linked at this address of a channel, or None for a stranger.

        Notes the sign of life, once a minute at most: a message of somebody who is talking writes nothing.
        """
        now = self._store.clock.now()
        with self._store.reading() as session:
            link = session.execute(_links().where(_at(channel, address))).scalars().first()
            person = session.get(Professional, link.professional_id) if link else None
        if link is None or person is None or (person.left_on and person.left_on <= now.astimezone(AMSTERDAM).date()):
            return None
        if link.failed_because or link.seen_at is None or abs(now - link.seen_at) >= _SEEN_EVERY:
            self._note_sign_of_life(link)
        return Acquaintance(person, person.house_rules_accepted_at is not None)

    def _note_sign_of_life(self, link: ChannelLink) -> None:
        with self._store.work() as work:
            this = tables.channel_link.c.id == link.id
            work.session.execute(update(tables.channel_link).where(this).values(seen_at=work.now, failed_because=None))

    def link_of(self, person_id: str, channel: str) -> ChannelLink | None:
        """Return somebody's working link on a channel."""
        with self._store.reading() as session:
            query = _links().where(tables.channel_link.c.professional_id == person_id)
            found: ChannelLink | None = (
                session.execute(query.where(tables.channel_link.c.channel == channel)).scalars().first()
            )
            return found

    def invite(self, person_id: str) -> Invited:
        """Make a link code for a professional, valid for 14 days; an older unused one lapses.

        Raises Refusal("unknown_person").
        """
        with self._store.work() as work:
            if work.get(Professional, person_id) is None:
                raise Refusal("unknown_person", object="invitation")
            unused = (tables.invitation.c.professional_id == person_id) & tables.invitation.c.used_at.is_(None)
            work.session.execute(update(tables.invitation).where(unused).values(expires_at=work.now))
            code, invitation = link_codes.make(work, self._store.vault, person_id)
            work.record("create", f"invitation of {person_id}")
            return Invited(person_id, code, invitation.expires_at)

    def redeem(self, channel: str, address: str, code: str) -> Professional:
        """Link the address to the professional whose code this is; another phone's link ends.

        Raises Refusal: "too_many_codes" after five wrong ones, "code_wrong", "code_used", "code_expired". All logged.
        """
        with link_codes.counted(self._store, channel, address), self._store.work() as work:
            return self._link(work, channel, address, code)

    def _link(self, work: Work, channel: str, address: str, code: str) -> Professional:
        invitation = link_codes.use(work, self._store.vault, code)
        _unlink(work, (tables.channel_link.c.professional_id == invitation.professional_id) & (_on(channel)))
        _unlink(work, _at(channel, address))
        link_codes.forget_failures(work, channel, address)
        work.add(ChannelLink(invitation.professional_id, channel, address, work.now, seen_at=work.now))
        work.record("login", f"link on {channel}", reason=invitation.professional_id)
        return work.need(Professional, invitation.professional_id)

    def link_here(self, person_id: str, channel: str) -> None:
        """Make sure that a channel which knows people by their id (web, terminal) is linked to this professional."""
        with self._store.work(person_id) as work:
            if work.first(_links().where(_at(channel, person_id))) is None:
                work.add(ChannelLink(person_id, channel, person_id, work.now, seen_at=work.now))
                work.record("login", f"link on {channel}")

    def accept_house_rules(self, by: str) -> None:
        """Record that somebody accepted the house rules."""
        with self._store.work(by) as work:
            work.need(Professional, by).house_rules_accepted_at = work.now
            work.record("update", "house rules accepted")

    def unlink(self, person_id: str, *, channel: str | None = None, by: str | None = None) -> int:
        """End somebody's links at once, on every channel or one, and every login; return how many links there were.

        Raises Refusal("unknown_person").
        """
        with self._store.work(by) as work:
            if work.get(Professional, person_id) is None:
                raise Refusal("unknown_person", object="link")
            mine = tables.channel_link.c.professional_id == person_id
            ended = _unlink(work, mine & _on(channel) if channel else mine)
            sessions = (tables.web_session.c.professional_id == person_id) & tables.web_session.c.ended_at.is_(None)
            work.session.execute(update(tables.web_session).where(sessions).values(ended_at=work.now))
            work.session.execute(delete(tables.login_secret).where(tables.login_secret.c.professional_id == person_id))
            work.record("delete", f"links of {person_id}", fields=channel or "all channels")
            return ended

    def name_bot(self, username: str) -> None:
        """Keep the name of the Telegram bot, as in t.me/NAME, for the links in invitations."""
        if self._store.setting(BOT_NAME) != username:
            with self._store.work() as work:
                put_setting(work.session, BOT_NAME, username)

    def channel_failed(self, channel: str, address: str, reason: str) -> None:
        """Mark that a channel does not take messages any more (blocked, deactivated)."""
        with self._store.work() as work:
            work.session.execute(
                update(tables.channel_link).where(_at(channel, address)).values(failed_because=reason[:200])
            )

    def channel_back(self, channel: str, address: str) -> None:
        """Mark that a channel takes messages again."""
        with self._store.work() as work:
            work.session.execute(update(tables.channel_link).where(_at(channel, address)).values(failed_because=None))


def _links() -> Any:
    return select(ChannelLink).where(tables.channel_link.c.unlinked_at.is_(None))


def _on(channel: str) -> Any:
    return tables.channel_link.c.channel == channel


def _at(channel: str, address: str) -> Any:
    return (
        (tables.channel_link.c.channel == channel)
        & (tables.channel_link.c.address == address)
        & tables.channel_link.c.unlinked_at.is_(None)
    )


def _unlink(work: Work, which: Any) -> int:
    live = tables.channel_link.c.unlinked_at.is_(None)
    ended: int = work.session.execute(
        update(tables.channel_link).where(which, live).values(unlinked_at=work.now)
    ).rowcount
    return ended
