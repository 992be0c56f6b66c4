"""Encryption at rest: residents' names and free text are readable with the key alone.

A vault holds one or more Fernet keys (AES-128-CBC with HMAC-SHA256, from the `cryptography` package): the first
encrypts, all decrypt, so that a key can be replaced while running. Look-ups go by a keyed hash.
"""

import hashlib
import hmac
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyProblem(Exception):
    """The key is missing, malformed or not the one this database was made with; the message is for a person."""


class Vault:
    """Encrypts and hashes with the installation's key."""

    def __init__(self, keys: list[str]) -> None:
        """Take the keys, newest first. Raises KeyProblem when one of them is no Fernet key."""
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise KeyProblem("De sleutel is geen geldige Fernet-sleutel (44 tekens, base64).") from error
        self._hash_key = hashlib.sha256(b"kortelijn look-up" + keys[-1].encode()).digest()
        self._chain_key = hashlib.sha256(b"kortelijn chain" + keys[-1].encode()).digest()

    @classmethod
    def new(cls) -> "Vault":
        """Return a vault with a fresh key that is kept nowhere: for tests and rehearsals."""
        return cls([Fernet.generate_key().decode()])

    @classmethod
    def from_file(cls, path: Path, *, create: bool) -> "Vault":
        """Read the key file; with `create` an absent one is made, readable by its owner alone.

        Raises KeyProblem when there is none and it may not be made.
        """
        if not path.exists():
            if not create:
                raise KeyProblem(f"De sleutel {path} ontbreekt; zonder die sleutel is de database niet te lezen.")
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(Fernet.generate_key().decode() + "\n")
        return cls(path.read_text().split())

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted, as ASCII."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """Return what was encrypted. Raises KeyProblem when this key does not fit."""
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken as error:
            raise KeyProblem("De sleutel past niet bij deze database.") from error

    def lookup(self, text: str) -> str:
        """Return a keyed hash of `text`, the same every time: for finding a code that itself is not stored."""
        return hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()

    def seal(self, previous: str, record: str) -> str:
        """Return the keyed hash that chains `record` to the audit row before it."""
        return hmac.new(self._chain_key, (previous + record).encode(), hashlib.sha256).hexdigest()
