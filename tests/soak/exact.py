"""The best answer by trying everything, exact in whole numbers however large the weights are.

Mentees are decided one after the other; two ways of getting so far that leave the same seats and
places are compared at once, and the worse one is dropped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from tests.matching.oracle import naive
from tests.matching.oracle.people import Round

Value = tuple[int, ...]
Pairs = tuple[tuple[str, str], ...]
Used = tuple[tuple[str, int], ...]  # how often each mentor or caseload that still matters is used
CLASSES = slice(0, 3)
POINTS = 3


@dataclass(frozen=True)
class Choice:
    """One mentee with one mentor, and what it adds to each level."""

    mentor: str
    fit: int
    value: Value


@dataclass(frozen=True)
class Table:
    """All there is to choose from; `mentees` in the order in which they are decided.

    `within` names the caseloads that each mentee counts for.
    """

    mentees: Sequence[str]
    choices: Mapping[str, Sequence[Choice]]
    seats: Mapping[str, int]
    within: Mapping[str, Sequence[str]]
    caseload: Mapping[str, int]

    def where(self, keep: Callable[[Choice], bool]) -> "Table":
        choices = {one: [c for c in given if keep(c)] for one, given in self.choices.items()}
        return Table(self.mentees, choices, self.seats, self.within, self.caseload)


def table_of(rnd: Round, seed: int) -> Table:
    """The round as the second implementation judges it, pins taken off first."""
    mentees = {one.id: one for one in rnd.mentees}
    mentors = {one.id: one for one in rnd.mentors}
    seats = {one.id: naive.seats(one) for one in rnd.mentors}
    caseload = naive.caps(rnd.rules)
    within = {one.id: naive.within(one, rnd.rules) for one in rnd.mentees}
    for one in rnd.mentees:
        if one.pinned:
            seats[one.pinned] -= 1
            for name in within[one.id]:
                caseload[name] -= 1
    choices: dict[str, list[Choice]] = {one.id: [] for one in rnd.mentees if not one.pinned}
    for (one, other), pair in naive.eligible(naive.judge_all(rnd), rnd.rules).items():
        if one in choices:
            mentee = mentees[one]
            classes = (int(naive.priority(mentee) == k) for k in (1, 2, 3))
            points = pair.fit + naive.waiting_bonus(mentee, rnd)
            points += naive.stay_bonus(mentee, mentors[other], rnd)
            choices[one].append(
                Choice(other, pair.fit, (*classes, points, *tie_break(seed, one, other)))
            )
    return Table(list(choices), choices, seats, within, caseload)


def total(pairs: Mapping[str, str], judged: naive.Judged, rnd: Round) -> Value:
    """What these pairs add up to: matched per class, and points."""
    mentees = {one.id: one for one in rnd.mentees}
    mentors = {one.id: one for one in rnd.mentors}
    levels = [0, 0, 0, 0]
    for one, other in pairs.items():
        levels[naive.priority(mentees[one]) - 1] += 1
        levels[POINTS] += judged[one, other].fit + naive.waiting_bonus(mentees[one], rnd)
        levels[POINTS] += naive.stay_bonus(mentees[one], mentors[other], rnd)
    return tuple(levels)


def tie_break(seed: int, mentee: str, mentor: str) -> Value:
    """Least is best, 32 bits at a time."""
    parts = [text.encode() for text in (str(seed), mentee, mentor)]
    digest = sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()
    return tuple(-int.from_bytes(digest[at : at + 4], "big") for at in range(0, 32, 4))


def best(table: Table) -> tuple[Value, Pairs]:
    """The largest value of all, and the only choice that reaches it."""
    length = POINTS + 1 + 8
    reached: dict[Used, tuple[Value, Pairs]] = {(): ((0,) * length, ())}
    for at, mentee in enumerate(table.mentees):
        matters = _what_later_mentees_ask(table, table.mentees[at + 1 :])
        further: dict[Used, tuple[Value, Pairs]] = {}
        for used, (value, pairs) in reached.items():
            _keep_best(further, _only(used, matters), value, pairs)
            for choice, after in _possible(table, mentee, dict(used)):
                gained = tuple(a + b for a, b in zip(value, choice.value, strict=True))
                more = (*pairs, (mentee, choice.mentor))
                _keep_best(further, _only(after, matters), gained, more)
        reached = further
    return max(reached.values(), key=lambda found: found[0])


def best_of_worst(table: Table) -> tuple[Value, Pairs, int | None]:
    """The same where the worst fit counts first after the classes."""
    value, _ = best(table)
    fits = sorted({choice.fit for given in table.choices.values() for choice in given})
    if not any(value[CLASSES]):
        return *best(table), None
    low, high = 0, len(fits)
    while high - low > 1:
        middle = (low + high) // 2
        kept = table.where(lambda choice, least=fits[middle]: choice.fit >= least)
        low, high = (middle, high) if best(kept)[0][CLASSES] == value[CLASSES] else (low, middle)
    kept = table.where(lambda choice: choice.fit >= fits[low])
    return *best(kept), fits[low]


def _possible(table: Table, mentee: str, used: dict[str, int]) -> Iterable[tuple[Choice, Used]]:
    within = table.within[mentee]
    if any(used.get(f"place {name}", 0) >= table.caseload[name] for name in within):
        return
    for choice in table.choices[mentee]:
        if used.get(choice.mentor, 0) < table.seats[choice.mentor]:
            after = dict(used)
            after[choice.mentor] = after.get(choice.mentor, 0) + 1
            for place in (f"place {name}" for name in within):
                after[place] = after.get(place, 0) + 1
            yield choice, tuple(after.items())


def _what_later_mentees_ask(table: Table, later: Sequence[str]) -> frozenset[str]:
    mentors = {choice.mentor for one in later for choice in table.choices[one]}
    return frozenset(mentors | {f"place {name}" for one in later for name in table.within[one]})


def _only(used: Used, matters: frozenset[str]) -> Used:
    return tuple(sorted(item for item in used if item[0] in matters))


def _keep_best(
    reached: dict[Used, tuple[Value, Pairs]], used: Used, value: Value, pairs: Pairs
) -> None:
    known = reached.get(used)
    if known is None or value > known[0]:
        reached[used] = value, pairs
