"""Which questions belong to a check-in, and when an answer asks somebody to call; pure."""

from collections.abc import Iterable, Mapping

from mentorship.trajectories.reviews.instruments.catalogue import OWN_MENTEE, SAFE
from mentorship.trajectories.reviews.instruments.definitions import Definition, Respondent
from mentorship.trajectories.reviews.models import Wave
from mentorship.trajectories.rules import TrajectoryRefused

Answers = Mapping[str, int | None]  # by item; None was skipped
Sheets = Mapping[str, Answers]  # by instrument


class AnsweredBefore(TrajectoryRefused):
    """These questions were answered already; answers are given once."""


class NothingAsked(TrajectoryRefused):
    """At this moment nothing is asked of this person."""


def asked_of(
    definitions: Iterable[Definition], respondent: Respondent, wave: Wave | None
) -> list[Definition]:
    """In between, without a wave, only the three questions about the contact."""
    mine = [one for one in definitions if one.respondent is respondent]
    if wave is None:
        return [one for one in mine if one.code == OWN_MENTEE]
    return [one for one in mine if wave in one.waves]


def kept(definition: Definition, answers: Answers) -> dict[str, int | None] | None:
    """Every item in the order of the file; None when all were skipped. Raises ValueError."""
    found = {item.code: answers.get(item.code) for item in definition.items}
    for code, answer in found.items():
        if answer is not None and not definition.lowest <= answer <= definition.highest:
            raise ValueError(f"{definition.code}.{code} can't be answered with {answer}")
    return found if any(answer is not None for answer in found.values()) else None


def asks_to_call(sheets: Sheets, low_safe_score: int) -> bool:
    """A young person who hardly feels safe; a skipped question says nothing."""
    safe = sheets.get(OWN_MENTEE, {}).get(SAFE)
    return safe is not None and safe <= low_safe_score
