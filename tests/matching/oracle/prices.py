"""Every price of a small round by trying everything, and what people are told of them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.soak.exact import Choice, Table

# Matched in class 1, in class 2, in class 3, and points; of max-min the worst fit before those.
Value = tuple[int, ...]
Edge = tuple[str, str]  # mentee, mentor
Left = tuple[int, ...]  # the free seats of each mentor and places of each caseload
Priced = tuple[str, str, Value]  # mentee, mentor, price
NOTHING: Value = (0, 0, 0, 0)


@dataclass(frozen=True)
class Optima:
    """The best value of all answers, of those with and of those without each eligible pair."""

    best: Value
    with_pair: Mapping[Edge, Value]  # absent where no answer has the pair
    without_pair: Mapping[Edge, Value]


@dataclass(frozen=True)
class Told:
    """The prices of an answer, by mentee; `pairs` are those not chosen, sorted."""

    refusal: dict[str, Value]
    other_mentor: dict[str, Priced]
    other_mentee: dict[str, Priced]
    serve: dict[str, Priced]
    pairs: list[Priced]


@dataclass(frozen=True)
class Option:
    """A mentee with a mentor or with nobody; `takes` are positions in what is left."""

    mentor: str | None
    value: Value
    takes: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """What one mentee may be given, and how many mentees after them ask for each seat or place."""

    options: Sequence[Option]
    askers_later: Counter[int]

    def possible(self, left: Left) -> Iterator[tuple[Option, Left]]:
        """With what is left afterwards; more than is asked for later makes no difference."""
        for option in self.options:
            if all(left[at] > 0 for at in option.takes):
                rest = (n - (at in option.takes) for at, n in enumerate(left))
                yield option, tuple(min(n, self.askers_later[at]) for at, n in enumerate(rest))


def plus(one: Value, other: Value) -> Value:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def minus(one: Value, other: Value) -> Value:
    return tuple(a - b for a, b in zip(one, other, strict=True))


def total(table: Table, chosen: Mapping[str, str]) -> Value:
    found = NOTHING
    for edge in chosen.items():
        found = plus(found, choice_of(table, edge).value[:4])
    return found


def told(
    table: Table,
    chosen: Mapping[str, str],
    found: Optima,
    worth: Callable[[Table, Mapping[str, str]], Value] = total,
) -> Told:
    """`chosen` are the proposals of the answer without the pins."""
    assert set(chosen) <= set(table.mentees)
    assert worth(table, chosen) == found.best, "only the best answer has prices"
    price = {edge: minus(found.best, value) for edge, value in found.with_pair.items()}
    assert not any(any(price[edge]) for edge in chosen.items()), "a chosen pair costs nothing"
    others = [edge for edge in price if chosen.get(edge[0]) != edge[1]]

    def cheapest(side: int, person: str) -> Priced | None:
        """By price, then the higher fit, then the id of the other."""
        ranked = sorted(
            (price[edge], -choice_of(table, edge).fit, edge[1 - side], edge)
            for edge in others
            if edge[side] == person
        )
        return (*ranked[0][-1], ranked[0][0]) if ranked else None

    waiting = [one for one in table.mentees if one not in chosen]
    return Told(
        refusal={one: minus(found.best, found.without_pair[one, chosen[one]]) for one in chosen},
        other_mentor=_known({one: cheapest(0, one) for one in chosen}),
        other_mentee=_known({one: cheapest(1, chosen[one]) for one in chosen}),
        serve=_known({one: cheapest(0, one) for one in waiting}),
        pairs=sorted((*edge, price[edge]) for edge in others),
    )


def optima(table: Table) -> Optima:
    """Mentees are decided one after the other; ways that leave the same are counted as one.

    The best answer with a choice = the best way to it + the choice + the best way on from it.
    """
    steps = steps_of(table)
    ways = [{free_in(table): NOTHING}]
    for step in steps:
        further: dict[Left, Value] = {}
        for left, value in ways[-1].items():
            for option, after in step.possible(left):
                _keep_best(further, after, plus(value, option.value))
        ways.append(further)
    on = dict.fromkeys(ways[-1], NOTHING)
    through: list[dict[str | None, Value]] = []
    for step, here in zip(reversed(steps), reversed(ways[:-1]), strict=True):
        best_here: dict[str | None, Value] = {}
        on_from: dict[Left, Value] = {}
        for left, value in here.items():
            for option, after in step.possible(left):
                onwards = plus(option.value, on[after])
                _keep_best(on_from, left, onwards)
                _keep_best(best_here, option.mentor, plus(value, onwards))
        through.append(best_here)
        on = on_from
    (best,) = on.values()
    return optima_of(table, best, through[::-1])


def optima_of(table: Table, best: Value, through: Sequence[Mapping[str | None, Value]]) -> Optima:
    with_pair: dict[Edge, Value] = {}
    without_pair: dict[Edge, Value] = {}
    for mentee, by_mentor in zip(table.mentees, through, strict=True):
        for choice in table.choices[mentee]:
            edge = (mentee, choice.mentor)
            if choice.mentor in by_mentor:
                with_pair[edge] = by_mentor[choice.mentor]
            others = (value for mentor, value in by_mentor.items() if mentor != choice.mentor)
            without_pair[edge] = max(others)
    return Optima(best, with_pair, without_pair)


def steps_of(table: Table) -> list[Step]:
    at = {name: number for number, name in enumerate(_holders(table))}
    steps: list[Step] = []
    askers: Counter[int] = Counter()
    for mentee in reversed(table.mentees):
        places = [at["caseload", name] for name in table.within[mentee]]
        options = [Option(None, NOTHING, ())]
        for choice in table.choices[mentee]:
            takes = (at["mentor", choice.mentor], *places)
            options.append(Option(choice.mentor, choice.value[:4], takes))
        steps.append(Step(options, askers))
        askers = askers + Counter({number for option in options for number in option.takes})
    return steps[::-1]


def _holders(table: Table) -> list[tuple[str, str]]:
    return [("mentor", one) for one in table.seats] + [("caseload", one) for one in table.caseload]


def free_in(table: Table) -> Left:
    return (*table.seats.values(), *table.caseload.values())


def _keep_best(found: dict, key: object, value: Value) -> None:
    if key not in found or value > found[key]:
        found[key] = value


def choice_of(table: Table, edge: Edge) -> Choice:
    mentee, mentor = edge
    return next(choice for choice in table.choices[mentee] if choice.mentor == mentor)


def _known(priced: Mapping[str, Priced | None]) -> dict[str, Priced]:
    return {one: runner_up for one, runner_up in priced.items() if runner_up is not None}
