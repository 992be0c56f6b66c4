"""What the key protects, and what is said when it is not there or not the right one."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from knowledge.clock import SetClock
from knowledge.entities import Case
from knowledge.store import KeyProblem, Store, Vault
from knowledge.store.audit import verify
from tests.cast import HOUSEHOLD, WEDNESDAY


def key() -> str:
    return Fernet.generate_key().decode()


def test_a_household_is_nowhere_in_clear(store: Store) -> None:
    with store.engine.connect() as connection:
        (written,) = connection.execute(text("SELECT household FROM \"case\" WHERE code = 'QX-4T9'")).one()
    assert HOUSEHOLD not in written
    assert "linde" not in written.lower()


def test_another_key_opens_nothing_and_says_so(store: Store, town_url: str) -> None:
    other = Store(town_url, Vault.new(), SetClock(WEDNESDAY))
    with pytest.raises(KeyProblem, match="past niet bij deze database"):
        other.prepare()
    with other.reading() as session, pytest.raises(KeyProblem):
        session.get(Case, 1)
    other.close()


def test_a_refused_key_changes_nothing(store: Store, town_url: str, vault: Vault) -> None:
    other = Store(town_url, Vault.new(), SetClock(WEDNESDAY))
    with pytest.raises(KeyProblem):
        other.prepare()
    other.close()
    store.prepare()
    with store.reading() as session:
        assert session.get(Case, 1).household == HOUSEHOLD
        assert verify(session, vault) is None


def test_after_a_key_was_replaced_the_old_is_still_read_and_the_new_is_written() -> None:
    old, new = key(), key()
    assert Vault([new, old]).decrypt(Vault([old]).encrypt("Jansen")) == "Jansen"
    assert Vault([new]).decrypt(Vault([new, old]).encrypt("Jansen")) == "Jansen"


def test_a_replaced_key_leaves_look_ups_and_the_log_as_they_were() -> None:
    old, new = key(), key()
    before, after = Vault([old]), Vault([new, old])
    assert after.lookup("ABCD-EFGH") == before.lookup("ABCD-EFGH")
    assert after.seal("0", "row") == before.seal("0", "row")


def test_a_store_goes_on_after_its_key_was_replaced(empty_url: str) -> None:
    old, new = key(), key()
    first = Store(empty_url, Vault([old]), SetClock(WEDNESDAY))
    first.prepare()
    with first.work() as work:
        work.record("read", "something")
    first.close()
    second = Store(empty_url, Vault([new, old]), SetClock(WEDNESDAY))
    second.prepare()
    with second.work() as work:
        work.record("read", "something else")
    with second.reading() as session:
        assert verify(session, second.vault) is None
    second.close()


def test_the_same_text_is_never_encrypted_alike_but_looked_up_alike() -> None:
    vault = Vault.new()
    assert vault.encrypt("Jansen") != vault.encrypt("Jansen")
    assert vault.lookup("ABCD") == vault.lookup("ABCD") != Vault.new().lookup("ABCD")


def test_a_lost_key_is_said_plainly_and_no_new_one_is_made(tmp_path: Path) -> None:
    file = tmp_path / "key"
    with pytest.raises(KeyProblem, match="ontbreekt; zonder die sleutel is de database niet te lezen"):
        Vault.from_file(file, create=False)
    assert not file.exists()


def test_a_new_key_is_for_its_owner_alone_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "key"
    first = Vault.from_file(file, create=True)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = Vault.from_file(file, create=True)
    assert again.decrypt(first.encrypt("Jansen")) == "Jansen"


@pytest.mark.parametrize("written", ["", "geheim", "x" * 44, "é" * 44])
def test_what_is_no_key_is_refused(tmp_path: Path, written: str) -> None:
    file = tmp_path / "key"
    file.write_text(written)
    with pytest.raises(KeyProblem, match="geen geldige"):
        Vault.from_file(file, create=True)
    assert file.read_text() == written
