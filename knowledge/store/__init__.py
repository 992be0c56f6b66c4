"""Keeps what is known: engine, transactions, encryption, the audit chain, undo."""

from knowledge.store.database import Store, put_setting
from knowledge.store.encryption import KeyProblem, Vault
from knowledge.store.work import Refusal, Work

__all__ = ["KeyProblem", "Refusal", "Store", "Vault", "Work", "put_setting"]
