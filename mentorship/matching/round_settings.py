"""Reads the settings file: the numbers of a round that people set, and their vocabulary."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.matching.assignment.model import Criterion, Mentee, Objective, Policy
from mentorship.matching.cells import did_you_mean, house_codes, identifier
from mentorship.matching.faults import (
    BadInput,
    CellError,
    Fault,
    Faults,
    Text,
    bad_input,
    cannot_open,
)
from mentorship.profiles.vocabulary import TagList, Vocabulary, own_list, shipped_vocabulary
from mentorship.region.places import municipality_rows

MOST = 100_000
MOST_WEEKS = 520
MOST_METRES = 1_000_000

Number = Annotated[int, Field(strict=True, ge=0, le=MOST)]
Weeks = Annotated[int, Field(strict=True, ge=0, le=MOST_WEEKS)]
Metres = Annotated[int, Field(strict=True, ge=0, le=MOST_METRES)]


def _known_house(code: str) -> str:
    if code not in house_codes():
        remedy = did_you_mean(house_codes(), _l("Use the code of a House."))
        raise CellError(_l("This House is unknown."), remedy)
    return code


def _a_consultant(name: str) -> str:
    """As the column `consultant` may have it."""
    if name != identifier(name.strip()) or not name:
        raise CellError(
            _l("This can't be a consultant."), _l("Write it as in the column consultant.")
        )
    return name


def _known_municipality(name: str) -> str:
    if name not in _municipalities():
        near = get_close_matches(name, _municipalities(), n=2)
        remedy = did_you_mean(near, _l("Use the name of a municipality of the region."))
        raise CellError(_l("This municipality is unknown."), remedy)
    return name


@cache
def _municipalities() -> tuple[str, ...]:
    return tuple(row["municipality"] for row in municipality_rows())


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WeightsTable(_Table):
    travel: Number = 20
    slots: Number = 20
    interests: Number = 20
    themes: Number = 15
    languages: Number = 10
    dislikes: Number = 5
    wishes: Number = 5
    load: Number = 5


class WaitingTable(_Table):
    points_per_week: Number = 40
    weeks_at_most: Weeks = 26


class LendingTable(_Table):
    allowed: Annotated[bool, Field(strict=True)] = True
    penalty: Number = 500


class VocabularyTable(_Table):
    interests: list[str] | None = None
    themes: list[str] | None = None


class SettingsFile(_Table):
    """What is left out keeps its default; an unknown key is an error."""

    floor: Annotated[int, Field(strict=True, ge=0, le=MOST * 800)] = 3000
    stay_bonus: Annotated[int, Field(strict=True, ge=0, le=MOST * 100)] = 0
    weights: WeightsTable = WeightsTable()
    waiting: WaitingTable = WaitingTable()
    lending: LendingTable = LendingTable()
    caseload: dict[Annotated[str, AfterValidator(_known_house)], Number] = {}
    consultants: dict[Annotated[str, AfterValidator(_a_consultant)], Number] = {}
    detour_metres: dict[Annotated[str, AfterValidator(_known_municipality)], Metres] = {}
    vocabulary: VocabularyTable = VocabularyTable()


@dataclass(frozen=True, slots=True)
class RoundSettings:
    """The settings as the round uses them; a settings file doesn't name an objective.

    `consultants` are the caseloads of consultants, by the id that the files know them by.
    """

    policy: Policy
    vocabulary: Vocabulary
    objective: Objective = Objective.BALANCED
    consultants: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def as_plain(self, objective: Objective) -> dict[str, Any]:
        """In the shape of the settings file, with every default filled in."""
        policy = self.policy
        consultants = dict(sorted(self.consultants.items()))
        return {
            "objective": str(objective),
            "floor": policy.floor,
            "stay_bonus": policy.stay_bonus,
            "weights": {str(criterion): policy.weights[criterion] for criterion in Criterion},
            "waiting": {
                "points_per_week": policy.points_per_week,
                "weeks_at_most": policy.weeks_at_most,
            },
            "lending": {"allowed": policy.is_lending_allowed, "penalty": policy.lending_penalty},
            "caseload": dict(sorted(policy.caseload.items())),
            **({"consultants": consultants} if consultants else {}),
            "detour_metres": dict(sorted(policy.detour_metres.items())),
            "vocabulary": {
                "interests": [tag.id for tag in self.vocabulary.interests.tags],
                "themes": [tag.id for tag in self.vocabulary.themes.tags],
            },
        }


def fingerprint(plain: object) -> str:
    """SHA-256 of the value as JSON: keys and sets sorted, no spaces, dates as 2026-01-31."""
    text = json.dumps(
        plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    told = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mentee) and value.consultant is None:
        del told["consultant"]  # as of people of before caseloads of consultants were known
    return told


def read_settings(path: Path | None) -> RoundSettings:
    """The file's settings, or the defaults without one. Raises `BadInput`."""
    return settings_of(_content(path), path.name) if path else settings_of({})


def settings_of(content: Mapping[str, Any], label: str = "") -> RoundSettings:
    """What stands in a settings file or a stored version. Raises `BadInput`."""
    file = _validated(content, label)
    shipped = shipped_vocabulary()
    words = file.vocabulary
    vocabulary = Vocabulary(
        _own(label, "interests", words.interests, shipped.interests),
        _own(label, "themes", words.themes, shipped.themes),
    )
    return RoundSettings(_policy(file), vocabulary, consultants=file.consultants)


def _policy(file: SettingsFile) -> Policy:
    weights = file.weights.model_dump()
    detours = {**Policy().detour_metres, **file.detour_metres}
    return Policy(
        weights=MappingProxyType({criterion: weights[criterion] for criterion in Criterion}),
        floor=file.floor,
        stay_bonus=file.stay_bonus,
        points_per_week=file.waiting.points_per_week,
        weeks_at_most=file.waiting.weeks_at_most,
        is_lending_allowed=file.lending.allowed,
        lending_penalty=file.lending.penalty,
        caseload=MappingProxyType(dict(file.caseload)),
        detour_metres=MappingProxyType(detours),
    )


def _own(label: str, name: str, words: list[str] | None, shipped: TagList) -> TagList:
    if words is None:
        return shipped
    problem = _l("This list holds an empty or double word, or one with “|”.")
    remedy = _l("Write every word once.")
    if any("|" in word or not word.strip() or not word.isprintable() for word in words):
        raise bad_input(label, problem, remedy, setting=f"vocabulary.{name}")
    try:
        return own_list(words, shipped)
    except ValueError as error:
        raise bad_input(label, problem, remedy, setting=f"vocabulary.{name}") from error


def _content(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise cannot_open(path.name, error) from error
    except ValueError as error:
        line = re.search(r"line (\d+)", str(error))
        raise bad_input(
            path.name,
            _l("This can't be read as TOML."),
            _l("Write name = value, one a line, in UTF-8."),
            row=int(line[1]) if line else None,
        ) from error


def _validated(content: Mapping[str, Any], label: str) -> SettingsFile:
    try:
        return SettingsFile.model_validate(content)
    except ValidationError as error:
        faults = Faults()
        for detail in error.errors(include_url=False):
            faults.add(_fault(label, detail))
        raise BadInput(faults) from error


def _fault(file: str, detail: ErrorDetails) -> Fault:
    key = ".".join(str(part) for part in detail["loc"] if part != "[key]")
    problem, remedy = _told(detail)
    is_plain = isinstance(detail["input"], str | int | float)
    value = str(detail["input"]) if is_plain and detail["type"] != "extra_forbidden" else None
    return Fault(file=file, setting=key, value=value, problem=problem, remedy=remedy)


def _told(detail: ErrorDetails) -> tuple[Text, Text]:
    context: Mapping[str, Any] = detail.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, CellError):
        return cause.problem, cause.remedy
    limit: dict[str, Text] = {
        "greater_than_equal": _l("It must be at least %(least)s.", least=context.get("ge")),
        "less_than_equal": _l("It must be at most %(most)s.", most=context.get("le")),
        "int_type": _l("Fill in a whole number, without quotation marks."),
        "bool_type": _l("Fill in true or false, without quotation marks."),
        "list_type": _l('Fill in a list, such as ["football", "cooking"].'),
        "string_type": _l("Fill in words between quotation marks."),
    }
    if detail["type"] == "extra_forbidden":
        return _l("This setting is unknown."), _nearest_setting(str(detail["loc"][-1]))
    remedy = limit.get(detail["type"], _l("Look it up in the manual."))
    return _l("This value can't be used."), remedy


def _nearest_setting(name: str) -> Text:
    tables = (SettingsFile, WeightsTable, WaitingTable, LendingTable, VocabularyTable)
    known = [field for table in tables for field in table.model_fields]
    near = get_close_matches(name, known, n=1)
    return did_you_mean(near, _l("Remove it; nothing is ignored silently."))
