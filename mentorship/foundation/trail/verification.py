"""Whether the audit trail still is what was written: chain, triggers and signed checkpoints."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, func, select

from mentorship.foundation.keys.store import KeyStore
from mentorship.foundation.settings import Settings
from mentorship.foundation.trail.chain import BEGINNING, EVENTS, SUBJECTS, Entry
from mentorship.foundation.trail.checkpoint_memory import remember
from mentorship.foundation.trail.checkpoints import (
    Checkpoint,
    MerkleTree,
    find_checkpoints,
    sign_checkpoint,
)
from mentorship.foundation.trail.triggers import trigger_problems

SIGNED_WITHIN = timedelta(hours=2)  # the clock signs every hour
_BATCH = 1000
_PROBLEMS_TOLD = 100


class TrailBroken(Exception):
    """The trail isn't sound, so nothing new is signed."""


@dataclass(frozen=True)
class VerifyResult:
    """What was found; without problems the trail stands.

    The events since the last checkpoint are chained but not yet signed for: somebody who can
    write to the database could rebuild just these. `unsigned_since` is when the oldest of them
    happened. `first_broken` is the earliest event that doesn't hold, where it is known which.
    """

    events: int
    checkpoints: int
    since_checkpoint: int
    unsigned_since: datetime | None
    problems: tuple[str, ...]
    first_broken: int | None = None

    @property
    def is_sound(self) -> bool:
        return not self.problems

    def is_overdue(self, moment: datetime) -> bool:
        """Whether nobody signed for too long: the clock stands still, or somebody stopped it."""
        return self.unsigned_since is not None and self.unsigned_since < moment - SIGNED_WITHIN


@dataclass
class _Walk:
    """One pass over the whole trail."""

    signed_until: int
    seq: int = 0
    events: int = 0
    named: int = 0
    chain: bytes = BEGINNING
    tree: MerkleTree = field(default_factory=MerkleTree)
    unsigned_since: datetime | None = None
    problems: list[str] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def take(self, seq: int, entry: Entry, stored: bytes) -> None:
        self.named += len(entry.subjects)
        if seq < 1:
            self._tell(seq, f"event {seq} stands before the beginning")
            return
        if seq > self.signed_until:
            self.unsigned_since = min(self.unsigned_since or entry.at, entry.at)
        if seq != self.seq + 1:
            self._tell(self.seq + 1, f"events {self.seq + 1} to {seq - 1} are missing")
        elif entry.hash_after(self.chain, seq) != stored:
            self._tell(seq, f"event {seq} was changed, or is not the one that stood here")
        self.seq, self.chain = seq, stored
        self.events += 1
        self.tree.add(stored)

    def compare(self, checkpoint: Checkpoint) -> None:
        if (self.chain.hex(), self.tree.root().hex()) != (checkpoint.chain, checkpoint.root):
            self._tell(
                checkpoint.seq,
                f"the trail up to event {checkpoint.seq} is not the one that was signed"
                f" at {checkpoint.at}",
            )

    def miss(self, checkpoint: Checkpoint) -> None:
        self._tell(
            checkpoint.seq,
            f"event {checkpoint.seq} was signed for at {checkpoint.at} and is gone",
        )

    def _tell(self, seq: int, problem: str) -> None:
        self.problems.append(problem)
        self.broken.append(seq)


Looked = Callable[[int, int], None]  # up to which event, of how many


def nobody_looks(seq: int, last: int) -> None:
    """A check of which nobody follows the progress."""


def verify(
    readers: Engine, settings: Settings, keys: KeyStore, looked: Looked = nobody_looks
) -> VerifyResult:
    """`looked` hears after each thousand events how far it is, and may raise to stop."""
    result, _, _ = _verify(readers, settings, keys, looked)
    return result


def _verify(
    readers: Engine, settings: Settings, keys: KeyStore, looked: Looked = nobody_looks
) -> tuple[VerifyResult, _Walk, Checkpoint | None]:
    found = find_checkpoints(settings.checkpoints, keys)
    with readers.connect() as connection:
        triggers = trigger_problems(connection)
        walk = _walk(connection, found.checkpoints, looked)
    last = found.checkpoints[-1] if found.checkpoints else None
    problems = (*found.problems, *triggers, *walk.problems)
    result = VerifyResult(
        events=walk.events,
        checkpoints=len(found.checkpoints),
        since_checkpoint=max(0, walk.seq - walk.signed_until),
        unsigned_since=walk.unsigned_since,
        problems=problems[:_PROBLEMS_TOLD],
        first_broken=min(walk.broken, default=None),
    )
    return result, walk, last


def _walk(connection: Connection, checkpoints: tuple[Checkpoint, ...], looked: Looked) -> _Walk:
    walk = _Walk(signed_until=checkpoints[-1].seq if checkpoints else 0)
    signed = {checkpoint.seq: checkpoint for checkpoint in checkpoints}
    last = connection.execute(select(func.max(EVENTS.c.seq))).scalar_one() or 0
    for seq, entry, stored in _entries(connection):
        walk.take(seq, entry, stored)
        if seq % _BATCH == 0:
            looked(seq, last)
        if checkpoint := signed.pop(seq, None):
            walk.compare(checkpoint)
    for checkpoint in signed.values():
        walk.miss(checkpoint)
    walk.problems.extend(_names_without_event(connection, walk.named))
    return walk


def _names_without_event(connection: Connection, named: int) -> list[str]:
    stored = connection.execute(select(func.count()).select_from(SUBJECTS)).scalar_one()
    return [f"{stored - named} persons are named for no event"] if stored != named else []


def _entries(connection: Connection) -> Iterator[tuple[int, Entry, bytes]]:
    following = select(EVENTS).order_by(EVENTS.c.seq).limit(_BATCH)
    later: list[ColumnElement[bool]] = []  # at first even what stands before number 1
    while rows := connection.execute(following.where(*later)).all():
        subjects = _subjects(connection, rows[0].seq, rows[-1].seq)
        for row in rows:
            yield row.seq, _entry(row, subjects[row.seq]), bytes(row.hash)
        later = [EVENTS.c.seq > rows[-1].seq]


def _subjects(connection: Connection, first: int, last: int) -> dict[int, list[str]]:
    subjects: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(select(SUBJECTS).where(SUBJECTS.c.seq.between(first, last))):
        subjects[row.seq].append(row.pseudonym)
    return subjects


def _entry(row: Row[Any], subjects: list[str]) -> Entry:
    values = {name: value for name, value in row._asdict().items() if name not in ("seq", "hash")}
    return Entry(**values, subjects=tuple(sorted(subjects)))


def make_checkpoint(
    readers: Engine, settings: Settings, keys: KeyStore, at: datetime
) -> Checkpoint | None:
    """Signs for the trail as it stands; nothing new, nothing written. Meant for every hour."""
    result, walk, last = _verify(readers, settings, keys)
    if not result.is_sound:
        raise TrailBroken("; ".join(result.problems[:3]))
    if last:
        remember(keys, last.remembered())  # it may have been interrupted right after signing
    if not result.since_checkpoint:
        return None
    return sign_checkpoint(
        settings.checkpoints,
        keys,
        seq=walk.seq,
        chain=walk.chain,
        root=walk.tree.root(),
        at=at,
        previous=last,
    )
