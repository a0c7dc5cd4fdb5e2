"""What belongs to an end, counted from bare rows; who ended gives four weeks for it."""

from collections.abc import Callable, Iterator, Mapping

from tests.evaluation.recounted import Row
from tests.trajectories.standards.recount import Answer, Bare

Talks = Mapping[str, Row]


def of_ends(has: Callable[[Bare, Row, Talks], bool | None]) -> Callable[[Bare], Iterator[Answer]]:
    """Of everybody who had met; `has` says None where it isn't asked at all."""

    def count(raw: Bare) -> Iterator[Answer]:
        for one in raw.trajectories:
            if one["ended_on"] is None:
                continue
            answer = has(raw, one, {str(row["side"]): row for row in raw.talks[one["id"]]})
            if answer is False and (raw.today - one["ended_on"]).days <= 28:
                answer = None
            yield raw.house(one), one["ended_on"], answer

    return count


def exit_talks(raw: Bare, one: Row, talks: Talks) -> bool:
    """B.6.4: held with the mentor, offered to the young person."""
    return "mentor" in talks and bool(talks["mentor"]["is_held"]) and "mentee" in talks


def statement(raw: Bare, one: Row, talks: Talks) -> bool:
    """B.6.10."""
    return any(
        row["known_to_mentor"] and row["known_to_mentee"] for row in raw.statements[one["id"]]
    )


def guardian_talk(raw: Bare, one: Row, talks: Talks) -> bool | None:
    """B.6.9."""
    return "guardian" in talks if raw.needs_guardian(one) else None


def steps(raw: Bare, one: Row, talks: Talks) -> bool:
    """B.6.6: it was written down that each step was taken, or offered."""
    asked = {"mentor", "mentee", "guardian"} if raw.needs_guardian(one) else {"mentor", "mentee"}
    return asked <= talks.keys() and bool(raw.statements[one["id"]])


def mentor_talk(raw: Bare, one: Row, talks: Talks) -> bool:
    """B.6.7: eight subjects."""
    return exit_held(talks, "mentor") and talks["mentor"]["topics_covered"] == 8


def exit_held(talks: Talks, side: str) -> bool:
    return side in talks and bool(talks[side]["is_held"])


def mentee_talk(raw: Bare, one: Row, talks: Talks) -> bool:
    """B.6.8: offered."""
    return "mentee" in talks


def celebrated(raw: Bare) -> Iterator[Answer]:
    """E.6.2; it stands in the closure itself, so nothing is waited for."""
    for one in raw.trajectories:
        for row in raw.closures[one["id"]]:
            yield raw.house(one), one["ended_on"], bool(row["was_celebrated"])
