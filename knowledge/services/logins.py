"""Logging in on the web: the invitation code opens the first login and sets up TOTP; a session lasts eight hours."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyotp
from sqlalchemy import delete, func, or_, select, update

from knowledge.entities import LoginSecret, Professional, WebSession
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services import link_codes, tries
from knowledge.store import Refusal, Store, Work, tables

SESSION_LASTS = timedelta(hours=8)

_GUARD = tries.Guard(frozenset({"login_wrong"}), timedelta(minutes=15), says="login_wait", object="login")

_CHANNEL = "web"
_STEP_SECONDS = 30
_SECRET_BYTES = 20

#: Name in the authenticator app.
_ISSUER = "Kortelijn"

_session = tables.web_session.c


@dataclass(frozen=True)
class SetUp:
    """What the authenticator app needs: the secret as an otpauth URI (for the QR code) and in letters."""

    person: Professional
    uri: str
    secret: str


class Logins:
    """Logins and sessions of the web app."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, code: str, source: str) -> SetUp:
        """Start the first login with a link code, which is not used up yet; `source` is where it is tried from.

        A login that this person has already goes on working until the new one is confirmed.
        Raises Refusal as a link code does.
        """
        with link_codes.counted(self._store, _CHANNEL, source), self._store.work() as work:
            person = _working(work, link_codes.find(work, self._store.vault, code).professional_id, "code_expired")
            secret = self._secret_behind(code)
            totp = pyotp.TOTP(secret, name=person.email or person.id, issuer=_ISSUER)
            return SetUp(person, totp.provisioning_uri(), secret)

    def confirm(self, code: str, totp: str, source: str) -> Professional:
        """End the first login: the app's code proves that it is set up, the link code is used up, old sessions end.

        Raises Refusal("totp_wrong"), and as a link code does.
        """
        with link_codes.counted(self._store, _CHANNEL, source), self._store.work() as work:
            invitation = link_codes.use(work, self._store.vault, code)
            person = _working(work, invitation.professional_id, "code_expired")
            work.session.execute(delete(tables.login_secret).where(tables.login_secret.c.professional_id == person.id))
            work.add(LoginSecret(person.id, self._secret_behind(code), work.now))
            _check_totp(work, person.id, totp, "totp_wrong")
            work.session.execute(update(tables.web_session).where(_open_of(person.id)).values(ended_at=work.now))
            link_codes.forget_failures(work, _CHANNEL, source)
            work.record("login", "login set up", reason=person.id)
            return person

    def enter(self, name: str, totp: str) -> Professional:
        """Check a login: who (work address or id), and the app's code of this moment.

        Raises Refusal: "login_wrong" for a wrong person or code alike, "login_wait" after five wrong ones.
        """
        person_id = self._find(name)
        place = ("login", person_id or self._store.vault.lookup(name))
        with tries.counted(self._store, _GUARD, *place), self._store.work(person_id) as work:
            person = _working(work, person_id, "login_wrong")
            _check_totp(work, person.id, totp, "login_wrong")
            tries.forget(work, *place)
            work.record("login", "login on web")
            return person

    def open_session(self, person_id: str) -> str:
        """Open a session and return its token; a keyed hash of it is kept.

        Raises Refusal("login_wrong") for somebody unknown, and for who has left.
        """
        with self._store.work(person_id) as work:
            _working(work, person_id, "login_wrong")
            work.session.execute(delete(tables.web_session).where(_session.expires_at < work.now))
            token = secrets.token_urlsafe(32)
            hashed = self._store.vault.lookup(token)
            work.add(WebSession(hashed, person_id, work.now, work.now + SESSION_LASTS))
            return token

    def whose(self, token: str) -> str | None:
        """Return the id of the professional whose session this is, or None when it is over or never was.

        Who has left has none, from that day on.
        """
        now = self._store.clock.now()
        left_on = tables.professional.c.left_on
        query = (
            select(_session.professional_id)
            .join(tables.professional, tables.professional.c.id == _session.professional_id)
            .where(_session.token_hash == self._store.vault.lookup(token))
            .where(_session.ended_at.is_(None), _session.expires_at > now)
            .where(or_(left_on.is_(None), left_on > now.astimezone(AMSTERDAM).date()))
        )
        with self._store.reading() as session:
            found: str | None = session.execute(query).scalar()
            return found

    def end_session(self, token: str) -> None:
        """End a session."""
        with self._store.work() as work:
            mine = _session.token_hash == self._store.vault.lookup(token)
            work.session.execute(update(tables.web_session).where(mine).values(ended_at=work.now))

    def _secret_behind(self, code: str) -> str:
        """Return the TOTP secret that belongs to a link code: nothing is kept until it is confirmed."""
        seed = bytes.fromhex(self._store.vault.lookup(f"totp {link_codes.read(code)}"))
        return b32encode(seed[:_SECRET_BYTES]).decode()

    def _find(self, name: str) -> str | None:
        """Return the id of a professional by id or work address, in any case."""
        given = name.strip().lower()
        who = (func.lower(tables.professional.c.id) == given) | (func.lower(tables.professional.c.email) == given)
        with self._store.reading() as session:
            found: str | None = session.execute(select(tables.professional.c.id).where(who)).scalars().first()
            return found


def _working(work: Work, person_id: str | None, otherwise: str) -> Professional:
    """Return a professional who has not left. Raises Refusal(otherwise)."""
    person = work.get(Professional, person_id) if person_id else None
    if person is None or (person.left_on and person.left_on <= work.now.astimezone(AMSTERDAM).date()):
        raise Refusal(otherwise, object="login")
    return person


def _open_of(person_id: str) -> Any:
    return (_session.professional_id == person_id) & _session.ended_at.is_(None)


def _check_totp(work: Work, person_id: str, typed: str, otherwise: str) -> None:
    """Check the app's code, one step of 30 s to either side; each step works once. Raises Refusal(otherwise)."""
    secret = work.get(LoginSecret, person_id)
    digits = "".join(character for character in typed if character.isdigit())
    now = int(work.now.timestamp()) // _STEP_SECONDS
    totp = pyotp.TOTP(secret.totp_secret) if secret else None
    for step in (now - 1, now, now + 1):
        if totp and pyotp.utils.strings_equal(digits, totp.generate_otp(step)) and _use_step(work, person_id, step):
            return
    raise Refusal(otherwise, object="login")


def _use_step(work: Work, person_id: str, step: int) -> bool:
    """Use a step up; of two who do so at once, one does."""
    columns = tables.login_secret.c
    fresh = (columns.professional_id == person_id) & (columns.last_step < step)
    swap = update(tables.login_secret).where(fresh).values(last_step=step)
    return bool(work.session.execute(swap).rowcount == 1)
