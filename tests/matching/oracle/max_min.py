"""Every price of a small max-min round by trying everything: worst fit first, then points.

From the specification: among answers that match as many of each class the largest worst fit of the
pairs that the round chooses, pins left out, and then the points. Nobody's worst fit counts as 0.
"""

from collections.abc import Mapping, Sequence
from math import inf

from tests.soak.exact import Choice, Table

from .prices import (
    Edge,
    Left,
    Optima,
    Option,
    Step,
    Value,
    choice_of,
    free_in,
    optima_of,
    plus,
    steps_of,
)

Part = tuple[Value, float, int]  # of some mentees: matched per class, worst fit, points
NO_PART: Part = ((0, 0, 0), inf, 0)


def total(table: Table, chosen: Mapping[str, str]) -> Value:
    part = NO_PART
    for edge in chosen.items():
        part = _both(part, _part_of(choice_of(table, edge)))
    return _value(part)


def optima(table: Table) -> Optima:
    """As for the sum alone, but a way can be better by its worst fit or by its points.

    Of ways that leave the same, one with fewer matched can't win any more, whatever comes after;
    nor can one that is no better in either of the other two.
    """
    steps = steps_of(table)
    parts = [_parts(table, one, step) for one, step in zip(table.mentees, steps, strict=True)]
    ways: list[dict[Left, list[Part]]] = [{free_in(table): [NO_PART]}]
    for step, part in zip(steps, parts, strict=True):
        further: dict[Left, list[Part]] = {}
        for left, found in ways[-1].items():
            for option, after in step.possible(left):
                ahead = (_both(one, part[option.mentor]) for one in found)
                further.setdefault(after, []).extend(ahead)
        ways.append({left: _that_may_win(found) for left, found in further.items()})
    on: dict[Left, list[Part]] = {left: [NO_PART] for left in ways[-1]}
    through: list[dict[str | None, Value]] = []
    for step, part, here in zip(reversed(steps), reversed(parts), reversed(ways[:-1]), strict=True):
        best_here: dict[str | None, Value] = {}
        on_from: dict[Left, list[Part]] = {}
        for left, found in here.items():
            for option, after in step.possible(left):
                onwards = [_both(part[option.mentor], one) for one in on[after]]
                on_from.setdefault(left, []).extend(onwards)
                best = max(_value(_both(one, other)) for one in found for other in onwards)
                best_here[option.mentor] = max(best, best_here.get(option.mentor, best))
        through.append(best_here)
        on = {left: _that_may_win(found) for left, found in on_from.items()}
    ((_, whole),) = on.items()
    return optima_of(table, max(map(_value, whole)), through[::-1])


def _parts(table: Table, mentee: str, step: Step) -> dict[str | None, Part]:
    def part(option: Option) -> Part:
        if option.mentor is None:
            return NO_PART
        edge: Edge = (mentee, option.mentor)
        return _part_of(choice_of(table, edge))

    return {option.mentor: part(option) for option in step.options}


def _part_of(choice: Choice) -> Part:
    return choice.value[:3], choice.fit, choice.value[3]


def _both(one: Part, other: Part) -> Part:
    return plus(one[0], other[0]), min(one[1], other[1]), one[2] + other[2]


def _value(part: Part) -> Value:
    classes, worst, points = part
    return (*classes, 0 if worst == inf else int(worst), points)


def _that_may_win(found: Sequence[Part]) -> list[Part]:
    most = max(classes for classes, _, _ in found)
    left: list[Part] = []
    for part in sorted({one for one in found if one[0] == most}, reverse=True):
        if not left or part[2] > left[-1][2]:
            left.append(part)
    return left
