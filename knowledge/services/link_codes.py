"""One-time link codes: making, finding and using them, and what five wrong ones lead to."""

import secrets
from contextlib import AbstractContextManager
from datetime import timedelta

from sqlalchemy import select, update

from knowledge.entities import Invitation
from knowledge.services import tries
from knowledge.store import Refusal, Store, Vault, Work, tables

#: 32 characters, none of which looks like another; twelve of them are 60 bits.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 12

LASTS = timedelta(days=14)

_GUARD = tries.Guard(
    counts=frozenset({"code_wrong", "code_used", "code_expired"}),
    wait=timedelta(hours=24),
    says="too_many_codes",
    object="link code",
)


def make(work: Work, vault: Vault, person_id: str) -> tuple[str, Invitation]:
    """Make a code for a professional; it is returned in clear and kept as a keyed hash."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return code, work.add(Invitation(person_id, vault.lookup(code), work.now, work.now + LASTS))


def read(typed: str) -> str:
    """Return a code as it was made, from how it was typed: in any case, with spaces or dashes."""
    return "".join(character for character in typed.upper() if character.isalnum())


def find(work: Work, vault: Vault, code: str) -> Invitation:
    """Return the invitation with this code, however it was typed.

    Raises Refusal: "code_wrong", "code_used", "code_expired".
    """
    query = select(Invitation).where(tables.invitation.c.code_hash == vault.lookup(read(code)))
    invitation: Invitation | None = work.first(query)
    if invitation is None:
        raise Refusal("code_wrong", object="link code")
    if invitation.used_at:
        raise Refusal("code_used", object="link code")
    if invitation.expires_at <= work.now:
        raise Refusal("code_expired", object="link code")
    return invitation


def use(work: Work, vault: Vault, code: str) -> Invitation:
    """Use a code up; of two who do so at once, one does. Raises as `find` does."""
    invitation = find(work, vault, code)
    unused = (tables.invitation.c.id == invitation.id) & tables.invitation.c.used_at.is_(None)
    if work.session.execute(update(tables.invitation).where(unused).values(used_at=work.now)).rowcount != 1:
        raise Refusal("code_used", object="link code")
    return invitation


def counted(store: Store, channel: str, address: str) -> AbstractContextManager[None]:
    """Count a wrong code tried in this block against the address.

    Raises Refusal("too_many_codes") before anything is tried when there were five within a day.
    """
    return tries.counted(store, _GUARD, channel, address)


def forget_failures(work: Work, channel: str, address: str) -> None:
    """Start counting anew: the right code came in."""
    tries.forget(work, channel, address)
