"""What an instrument is, as a definition file says it, and the scores of its answers; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorship.trajectories.reviews.models import Wave


class Respondent(StrEnum):
    """Who answers; neither ever sees the other's answers."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class Method(StrEnum):
    """How the answers to all items become one figure."""

    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True)
class Said:
    """The same in both languages of the program."""

    nl: str
    en: str

    def on(self, language: str) -> str:
        return self.en if language == "en" else self.nl


@dataclass(frozen=True)
class Item:
    """One question; of a reversed one a low answer counts high."""

    code: str
    text: Said
    is_reversed: bool = False


@dataclass(frozen=True)
class Subscale:
    """Some of the items, with a figure of their own."""

    code: str
    title: Said
    items: tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """What is needed to say whether somebody changed reliably: r, SD, and where they stand."""

    reliability: float
    sd: float
    source: str


@dataclass(frozen=True)
class Definition:
    """One version of one instrument; answers are whole numbers from `lowest` to `highest`."""

    code: str
    version: str
    title: Said
    introduction: Said | None
    respondent: Respondent
    waves: tuple[Wave, ...]
    licence: str
    lowest: int
    highest: int
    labels: Mapping[int, Said]
    items: tuple[Item, ...]
    method: Method
    multiply: float
    subscales: tuple[Subscale, ...]
    published: Published | None

    @property
    def score_range(self) -> tuple[float, float]:
        """The lowest and the highest figure that answers to all items can make."""
        number = len(self.items) if self.method is Method.SUM else 1
        return self.lowest * number * self.multiply, self.highest * number * self.multiply


@dataclass(frozen=True)
class Scores:
    """The figure of all items and of each subscale; None where an answer is missing."""

    total: float | None
    subscales: Mapping[str, float | None]


def scores_of(definition: Definition, answers: Mapping[str, int | None]) -> Scores:
    """Nothing is filled in for a question that somebody skipped."""
    counted = {item.code: _counted(definition, item, answers) for item in definition.items}
    return Scores(
        _figure(definition, list(counted.values())),
        {
            part.code: _figure(definition, [counted[code] for code in part.items])
            for part in definition.subscales
        },
    )


def _counted(definition: Definition, item: Item, answers: Mapping[str, int | None]) -> int | None:
    answer = answers.get(item.code)
    if answer is None:
        return None
    if not definition.lowest <= answer <= definition.highest:
        raise ValueError(f"{definition.code}.{item.code} can't be answered with {answer}")
    return definition.lowest + definition.highest - answer if item.is_reversed else answer


def _figure(definition: Definition, counted: list[int | None]) -> float | None:
    given = [one for one in counted if one is not None]
    if len(given) < len(counted) or not given:
        return None
    total = float(sum(given))
    if definition.method is Method.MEAN:
        total /= len(given)
    return total * definition.multiply
