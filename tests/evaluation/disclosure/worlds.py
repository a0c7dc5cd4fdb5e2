"""Small tables by chance, with what has to be protected of them by a reckoning of its own."""

from dataclasses import dataclass, field
from itertools import product

from hypothesis import strategies as st

from mentorship.evaluation.disclosure.protection.crossings import Counted, Crossing, figures_of
from mentorship.evaluation.disclosure.protection.figures import Figures, all_together
from mentorship.evaluation.disclosure.protection.hierarchies import Category, Classification, flat
from tests.evaluation.disclosure import naive


@dataclass
class World:
    """`stated` are (weights, low, insider) that have to stay possible, found naively."""

    figures: Figures
    threshold: int
    stated: list = field(default_factory=list)

    def needing(self) -> set:
        """Cells that can't be told by themselves."""
        found = set()
        for weights, low, _ in self.stated:
            if len(weights) == 1:
                ((cell, weight),) = weights.items()
                if weight * self.figures.values[cell] < low:
                    found.add(cell)
        return found

    def is_safe(self, hidden: frozenset, known=None) -> bool:
        """Every statement is possible for who sees all that isn't hidden.

        Tables this small are networks (2 x 2 x 2 too): what moves one cell by a threshold needn't
        move any other further than that. So twice as far is far enough to look; a share of a
        group may have to come down by as much as there is.
        """
        values = self.figures.values
        far = 2 * self.threshold
        if any(len(weights) > 1 for weights, _, _ in self.stated):
            far += max(values.values())
        relations = [(one.whole, one.parts) for one in self.figures.sums]
        rules = naive.sums(relations)
        unknown = frozenset(values.keys() - self.figures.impossible) - (self.figures.asked - hidden)
        for weights, low, _ in self.stated:
            now = sum(weight * values[cell] for cell, weight in weights.items())
            if now < low and naive.is_settled(relations, unknown, weights):
                return False
        for weights, low, insider in self.stated:
            domains = {}
            for cell, value in values.items():
                if cell in self.figures.impossible or not (
                    cell in hidden or cell not in self.figures.asked
                ):
                    domains[cell] = (value, value)
                else:
                    own = self.figures.contributors.get(cell, {}).get(insider, 0)
                    domains[cell] = (max(own, value - far), value + far)
                if known and cell in known:
                    before = known[cell]
                    high = value + far if before.high is None else before.high
                    domains[cell] = (max(domains[cell][0], before.low), min(domains[cell][1], high))
            if not naive.is_possible([*rules, (weights, low)], domains):
                return False
        return True


def small_counts(world: World) -> None:
    """0 <= v < t: at most half of it (rounded up), and at least t, have to be possible."""
    for cell, value in world.figures.values.items():
        if cell not in world.figures.impossible and value < world.threshold:
            world.stated.append(({cell: -1}, -((value + 1) // 2), None))
            world.stated.append(({cell: 1}, world.threshold, None))


def insiders(world: World) -> None:
    """The same for who knows that their own are in it."""
    figures = world.figures
    names = {who for through in figures.contributors.values() for who in through}
    for who, (cell, value) in product(sorted(names), figures.values.items()):
        own = figures.contributors.get(cell, {}).get(who, 0)
        if cell not in figures.impossible and value - own < world.threshold:
            world.stated.append(({cell: -1}, -(own + (value - own + 1) // 2), who))
            world.stated.append(({cell: 1}, own + world.threshold, who))
    for cell, value in figures.values.items():
        largest = max(figures.contributors.get(cell, {}).values(), default=0)
        if cell not in figures.impossible and largest and value - largest < world.threshold:
            world.stated.append(({cell: -1}, -(largest + (value - largest + 1) // 2), None))
            world.stated.append(({cell: 1}, largest + world.threshold, None))


def large_groups(world: World) -> None:
    """At most nine tenths of every sum along a dimension has to be possible."""
    values = world.figures.values
    for relation in world.figures.relations:
        for part in relation.parts:
            if len(relation.parts) > 1 and 10 * values[part] > 9 * values[relation.whole]:
                world.stated.append(({part: -10, relation.whole: 9}, 0, None))


def dimension(name: str, size: int, is_tree: bool = False) -> Classification:
    codes = [f"{name}{number}" for number in range(size)]
    if not is_tree or size < 3:
        return flat(name, tuple(codes))
    first = Category(f"{name}x", tuple(Category(code) for code in codes[:2]))
    return Classification(name, Category("", (first, *(Category(code) for code in codes[2:]))))


@st.composite
def counted(draw, crossing: Crossing, largest: int, contributors: bool = False) -> Counted:
    inner = list(product(*(sorted(one.whole.leaves) for one in crossing.dimensions)))
    counts = {one: draw(st.integers(0, largest)) for one in inner}
    zeros = [one for one in inner if not counts[one]]
    impossible = frozenset(one for one in zeros if draw(st.booleans()))
    if len(impossible) == len(inner):
        impossible = frozenset()
    through = {}
    for one in inner if contributors else ():
        first = draw(st.integers(0, counts[one]))
        through[one] = {"mentor:a": first, "mentor:b": draw(st.integers(0, counts[one] - first))}
    return Counted(counts, impossible, through)


@st.composite
def crossed(draw, largest=8, contributors=False, sizes=((2,), (4,), (2, 2), (2, 3), (3, 3))):
    shape = draw(st.sampled_from(sizes))
    is_tree = draw(st.booleans())
    crossing = Crossing(
        "matches", tuple(dimension("abc"[i], size, is_tree) for i, size in enumerate(shape))
    )
    table = draw(counted(crossing, largest, contributors))
    return World(figures_of(crossing, {"2026-1": table}, [("2026-1",)]), draw(st.integers(2, 4)))


@st.composite
def linked(draw):
    """A by B and A by C about the same people: they share A and the whole."""
    a, b, c = dimension("a", 2), dimension("b", 2), dimension("c", 2)
    cube = draw(counted(Crossing("matches", (a, b, c)), 4))
    tables = []
    for spots, dimensions in (((0, 1), (a, b)), ((0, 2), (a, c))):
        counts: dict = {}
        for inner, number in cube.counts.items():
            key = tuple(inner[spot] for spot in spots)
            counts[key] = counts.get(key, 0) + number
        crossing = Crossing("matches", dimensions)
        tables.append(figures_of(crossing, {"2026-1": Counted(counts)}, [("2026-1",)]))
    return World(all_together(tables), draw(st.integers(2, 4)))


@st.composite
def cohorts(draw):
    """Two half-years: the first was told before (as far as that was safe), both are asked for."""
    crossing = Crossing("matches", (dimension("a", draw(st.integers(2, 3))),))
    first, second = draw(counted(crossing, 8)), draw(counted(crossing, 8))
    half_years = {"2026-1": first, "2026-2": second}
    figures = figures_of(crossing, half_years, [("2026-1", "2026-2")], [("2026-1",)])
    before = figures_of(crossing, half_years, [("2026-1",)])
    threshold = draw(st.integers(2, 4))
    return World(before, threshold), World(figures, threshold)
