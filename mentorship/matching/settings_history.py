"""The numbers of a round as versions: the newest counts, and every change says why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import col, func, select

from mentorship.foundation import audit
from mentorship.foundation.db import ChangedMeanwhile, Db, now
from mentorship.matching.assignment.model import Objective
from mentorship.matching.models import MatchingSettings
from mentorship.matching.round_settings import RoundSettings, fingerprint, settings_of

PAGE = 50
_OBJECTIVE = "objective"


class NothingChanged(Exception):
    """These numbers are the ones that count already."""


def versions(db: Db, page: int) -> tuple[Sequence[MatchingSettings], int]:
    """Newest first, with the one before them when there is one, and how many pages there are."""
    newest_first = select(MatchingSettings).order_by(col(MatchingSettings.number).desc())
    rows = db.exec(newest_first.limit(PAGE + 1).offset((page - 1) * PAGE)).all()
    total = db.exec(select(func.count()).select_from(MatchingSettings)).one()
    return rows, max(1, -(-total // PAGE))


def newest(db: Db) -> MatchingSettings | None:
    """None while nobody changed anything: then the defaults of the specification count."""
    return db.exec(
        select(MatchingSettings).order_by(col(MatchingSettings.number).desc()).limit(1)
    ).one_or_none()


def find(db: Db, number: int | None) -> MatchingSettings | None:
    found = select(MatchingSettings).where(col(MatchingSettings.number) == number)
    return db.exec(found).one_or_none()


def settings_in(version: MatchingSettings | None) -> RoundSettings:
    return _stored(version.policy if version else {})


def _stored(content: Mapping[str, Any]) -> RoundSettings:
    """A settings file with the objective beside it; versions of before could only be balanced."""
    file = {name: value for name, value in content.items() if name != _OBJECTIVE}
    objective = Objective(content.get(_OBJECTIVE, Objective.BALANCED))
    return replace(settings_of(file), objective=objective)


def current(db: Db) -> RoundSettings:
    return settings_in(newest(db))


def plain(settings: RoundSettings) -> dict[str, Any]:
    """In the shape of a settings file; without the vocabulary, which is the one we ship."""
    told = settings.as_plain(settings.objective)
    del told["vocabulary"]
    return told


def different(now: RoundSettings, content: Mapping[str, Any]) -> RoundSettings:
    """Raises `BadInput` for what a settings file may not say either, and NothingChanged."""
    wanted = _stored(content)
    if plain(wanted) == plain(now):
        raise NothingChanged
    return wanted


def change(
    db: Db, content: Mapping[str, Any], reason: str, made_by: UUID, *, seen: int
) -> MatchingSettings:
    """A new version; `seen` is the number on the screen, 0 for the defaults.

    Raises what `different` does, and ChangedMeanwhile when a colleague made a version first.
    """
    last = newest(db)
    if (last.number if last else 0) != seen:
        raise ChangedMeanwhile("a newer version of the settings is there")
    wanted = plain(different(settings_in(last), content))
    made = MatchingSettings(
        number=seen + 1, policy=wanted, reason=reason, made_by=made_by, made_at=now(db)
    )
    db.add(made)
    db.flush()
    audit.record(
        db,
        "matching.settings_changed",
        object_id=made.id,
        number=made.number,
        fingerprint=fingerprint(wanted)[:16],
    )
    return made


@dataclass(frozen=True)
class Change:
    """One number that a version changed."""

    setting: str
    before: object
    after: object


@dataclass(frozen=True)
class ToldVersion:
    """A version with what it changed in the one before."""

    version: MatchingSettings
    changes: tuple[Change, ...]


def told(newest_first: Sequence[MatchingSettings]) -> list[ToldVersion]:
    """One page of them."""
    if not newest_first:
        return []
    policies = [_with_objective(version.policy) for version in newest_first]
    older = [*policies[1:], plain(settings_of({}))]
    return [
        ToldVersion(version, tuple(_changes(before, after)))
        for version, before, after in zip(newest_first, older, policies, strict=True)
    ][:PAGE]


def _with_objective(policy: Mapping[str, Any]) -> Mapping[str, Any]:
    return {_OBJECTIVE: Objective.BALANCED.value, **policy}


def current_values(db: Db) -> list[tuple[str, object]]:
    return list(_flat(plain(current(db))))


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    flat_before, flat_after = dict(_flat(before)), dict(_flat(after))
    for setting in {**flat_before, **flat_after}:
        if flat_before.get(setting) != flat_after.get(setting):
            yield Change(setting, flat_before.get(setting), flat_after.get(setting))


def _flat(values: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, object]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value
