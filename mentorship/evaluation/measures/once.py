"""What several measures ask for is found once: all are counted in one session that only reads."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from mentorship.foundation.db import Db

Found = TypeVar("Found")


def found_once(db: Db, what: str, about: Hashable, find: Callable[[], Found]) -> Found:
    """Whoever gets it changes nothing in it. In a session that writes it is found anew."""
    if not db.info["read_only"]:
        return find()
    known: dict[tuple[str, Hashable], object] = db.info.setdefault("found_once", {})
    if (what, about) not in known:
        known[what, about] = find()
    return cast(Found, known[what, about])
