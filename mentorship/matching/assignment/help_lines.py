"""Knows which of the changes that were looked at are told, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mentorship.matching.assignment.helps import Help, Helps, Verdict
from mentorship.matching.assignment.model import SLOTS, Rule

# So many are told of one mentee, and so many mentors with each; of more only how many. What is
# sealed of one mentee has to fit in a column, with the worst that can be.
TOLD = 12
MENTORS_TOLD = 3
_ORDER = (
    Rule.SLOTS, Rule.LANGUAGE, Rule.TRAVEL, Rule.WISH_GENDER, Rule.WISH_AGE, Rule.CAPACITY,
)  # fmt: skip


def told(found: Sequence[Help]) -> Helps:
    """All that helps; where nothing does what costs somebody, and else what fits at least."""
    verdicts = {one.verdict for one in found}
    best = next((one for one in Verdict if one in verdicts), None)
    lines = sorted(_merged(_least(one for one in found if one.verdict is best)), key=_for_less)
    return Helps(told=tuple(map(_short, lines[:TOLD])), more=max(0, len(lines) - TOLD))


def _short(one: Help) -> Help:
    more = max(0, len(one.mentors) - MENTORS_TOLD)
    return replace(one, mentors=one.mentors[:MENTORS_TOLD], more_mentors=more)


def _least(found: Iterable[Help]) -> Iterator[Help]:
    """Of travel of the same people only the least."""
    further: dict[tuple[str, bool], Help] = {}
    for one in sorted(found, key=_for_less):
        if one.rule is not Rule.TRAVEL:
            yield one
        else:
            further.setdefault((one.by, bool(one.mentee_extra_m)), one)
    yield from further.values()


def _merged(found: Iterable[Help]) -> Iterator[Help]:
    """Slots, or languages, that are as good as each other are one line."""
    alike: dict[Help, list[str]] = {}
    for one in found:
        alike.setdefault(replace(one, values=()), []).extend(one.values)
    for one, values in alike.items():
        yield replace(one, values=tuple(values))


def _for_less(one: Help) -> tuple[object, ...]:
    """First what the mentee alone can do, then a mentor, then both; and what asks less first."""
    whose = bool(one.by) + (bool(one.by) and bool(one.mentee_extra_m))
    further = one.mentee_extra_m + one.mentor_extra_m
    values = tuple(SLOTS.index(value) if value in SLOTS else value for value in one.values)
    return (whose, _ORDER.index(one.rule), further, one.by, one.mentors, values)
