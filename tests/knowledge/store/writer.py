"""A process of its own that writes to a town, as another worker or a command beside the bot would."""

import sys

from knowledge.clock import SetClock
from knowledge.entities import Member
from knowledge.store import Store, Vault
from tests.cast import WEDNESDAY


def write(store: Store, by: str, count: int) -> None:
    """Do `count` deeds, each of which reads, changes and records."""
    for number in range(count):
        with store.work(by) as work:
            work.need(Member, 1).label = f"door {by}"
            work.add(Member(1, f"{by} {number}"))
            work.record("create", f"member {number}", case="QX-4T9")


def main() -> None:
    """Write to the database, with the key, as the person and as often as the caller says."""
    url, key, by, count = sys.argv[1:]
    store = Store(url, Vault([key]), SetClock(WEDNESDAY))
    write(store, by, int(count))
    store.close()


if __name__ == "__main__":
    main()
