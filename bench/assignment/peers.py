"""The way of a peer: a rule object for every pair, a whole-number score, Munkres in plain Python.

Written as such a program is: no arrays, one object after the other. A pair that breaks a rule
scores nothing and is dropped afterwards. Every seat is a column. It knows no classes.
"""

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import numpy as np

from bench.assignment.arcs import Arcs
from bench.assignment.found import Act, Found
from bench.assignment.ours import round_in
from mentorship.matching.assignment.model import Mentee, Mentor, Round

LARGEST = 500  # people of each side; beyond it nothing is measured, and nothing extrapolated
WORDS = "most points; neither the number of matched nor classes come first, no tie-break"


@dataclass(frozen=True)
class Pairing:
    """What every rule looks at."""

    mentee: Mentee
    mentor: Mentor
    round: Round

    def metres(self) -> int:
        here, there = self.mentee.location, self.mentor.location
        north, other_north = radians(here.latitude), radians(there.latitude)
        half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * (
            sin(radians(there.longitude - here.longitude) / 2) ** 2
        )
        metres = 2 * 6_371_008.8 * asin(sqrt(half))
        if here.municipality != there.municipality:
            detour = self.round.policy.detour_metres
            metres += sum(detour.get(str(one.municipality), 0) for one in (here, there))
        return round(metres)

    def limit(self) -> int:
        return min(self.mentee.max_travel_m, self.mentor.max_travel_m)


class Rule:
    """One thing that is asked of a pair; `score` is of 100."""

    weight = 0

    def __init__(self, pairing: Pairing) -> None:
        self.pairing, self.mentee, self.mentor = pairing, pairing.mentee, pairing.mentor

    def allows(self) -> bool:
        return True

    def score(self) -> int:
        return 0

    @staticmethod
    def share(shared: int, whole: int) -> int:
        return min(100, 100 * shared // whole) if whole else 50


class Travel(Rule):
    weight = 20

    def allows(self) -> bool:
        return self.pairing.metres() <= self.pairing.limit()

    def score(self) -> int:
        limit = self.pairing.limit()
        return 100 * (limit - self.pairing.metres()) // limit


class SharedSlots(Rule):
    weight = 20

    def allows(self) -> bool:
        return bool(self.mentee.slots & self.mentor.slots)

    def score(self) -> int:
        return {1: 50, 2: 80}.get(len(self.mentee.slots & self.mentor.slots), 100)


class Interests(Rule):
    weight = 20

    def score(self) -> int:
        asked = self.mentee.interests
        return self.share(len(asked & self.mentor.interests), min(len(asked), 5))


class Themes(Rule):
    weight = 15

    def allows(self) -> bool:
        return not self.mentee.themes & self.mentor.refused_themes

    def score(self) -> int:
        return self.share(len(self.mentee.themes & self.mentor.themes), len(self.mentee.themes))


class Languages(Rule):
    weight = 10

    def allows(self) -> bool:
        return bool(self.mentee.languages & self.mentor.languages)

    def score(self) -> int:
        asked = self.mentee.languages
        return self.share(len(asked & self.mentor.languages), len(asked))


class Dislikes(Rule):
    weight = 5

    def score(self) -> int:
        asked = self.mentee.dislikes
        return self.share(len(asked & self.mentor.dislikes), min(len(asked), 3))


class WishedGender(Rule):
    weight = 5

    def allows(self) -> bool:
        wish = self.mentee.wish_gender
        return wish is None or not wish.is_condition or wish.value == self.mentor.gender

    def score(self) -> int:
        wish = self.mentee.wish_gender
        if wish is None or wish.is_condition:
            return 50
        return 100 if wish.value == self.mentor.gender else 0


class Load(Rule):
    weight = 5

    def allows(self) -> bool:
        return self.mentor.free_seats > 0

    def score(self) -> int:
        return 100 * self.mentor.free_seats // self.mentor.seats


RULES: tuple[type[Rule], ...] = (
    Load, SharedSlots, Languages, Themes, WishedGender, Travel, Interests, Dislikes,
)  # fmt: skip


def value_of(mentee: Mentee, mentor: Mentor, round_: Round) -> int:
    """Fit and waiting bonus, 0 where a rule stops the pair or it is under the floor."""
    pairing = Pairing(mentee, mentor, round_)
    rules = [rule(pairing) for rule in RULES]
    if not all(rule.allows() for rule in rules):
        return 0
    policy = round_.policy
    fit = sum(rule.weight * rule.score() for rule in rules)
    fit -= policy.lending_penalty if mentee.house != mentor.house else 0
    weeks = (round_.date - mentee.waiting_since).days // 7
    bonus = min(policy.weeks_at_most, weeks) * policy.points_per_week
    return fit + bonus if fit >= policy.floor else 0


def peers_way(folder: Path) -> Act | str:
    """Scoring every pair and solving; its values have to be ours."""
    from munkres import Munkres  # noqa: PLC0415

    round_, arcs = round_in(folder), Arcs.load(folder / "arcs.npz")
    if len(round_.mentees) > LARGEST:
        return f"not tried beyond {LARGEST} people"

    def act() -> Found:
        scores = [[value_of(i, j, round_) for j in round_.mentors] for i in round_.mentees]
        seat = [at for at, one in enumerate(round_.mentors) for _ in range(one.free_seats)]
        most = max(map(max, scores))
        table = [[most - row[at] for at in seat] for row in scores]
        chosen = [(i, seat[column]) for i, column in Munkres().compute(table)]
        pairs = sorted((i, j) for i, j in chosen if scores[i][j])
        i, j = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        found = arcs.numbers(i, j)
        if arcs.value[found].tolist() != [scores[one][other] for one, other in pairs]:
            raise SystemExit("the peer's way scores otherwise: a bug in the bench")
        return Found(arcs.levels(found), words=WORDS)

    return act
