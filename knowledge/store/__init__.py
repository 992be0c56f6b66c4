"""Keeps what is known: engine, transactions, encryption, the audit chain, undo."""

from knowledge.store.database import Store, put_setting
from knowledge.store.encryption import KeyProblem, Vault
from knowledge.store.work import Memory, Refusal, Work

__all__ = ["KeyProblem", "Memory", "Refusal", "Store", "Vault", "Work", "put_setting"]
