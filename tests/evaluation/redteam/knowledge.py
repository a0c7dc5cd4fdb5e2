"""What everybody holds who has all releases of an invented region, as one puzzle."""

from collections.abc import Iterable, Sequence

from tests.evaluation.redteam.bundles import Release
from tests.evaluation.redteam.region import Place, parts_of, places
from tests.evaluation.redteam.systems import Atom, Puzzle, added

HalfYears = frozenset[str]


def blocks(releases: Sequence[Release]) -> list[HalfYears]:
    """Half-years that are always told together."""
    signs: dict[tuple[bool, ...], set[str]] = {}
    for half_year in sorted({h for one in releases for h in one.asked.half_years}):
        sign = tuple(half_year in one.asked.half_years for one in releases)
        signs.setdefault(sign, set()).add(half_year)
    return [frozenset(some) for some in signs.values()]


def populations(releases: Sequence[Release]) -> list[HalfYears]:
    """Each released one, and each less another (differencing)."""
    told = [frozenset(one.asked.half_years) for one in releases]
    apart = [one - other for one in told for other in told]
    return list(dict.fromkeys(some for some in told + apart if some))


def all_places(releases: Sequence[Release]) -> list[Place]:
    tables = dict.fromkeys(columns for one in releases for columns in one.asked.crossed)
    return list(dict.fromkeys(place for columns in tables for place in places(columns)))


def atoms_of(split: Sequence[HalfYears], some: HalfYears, place: Place) -> list[Atom]:
    return [(number, place) for number, block in enumerate(split) if block <= some]


def puzzle_of(releases: Sequence[Release]) -> Puzzle:
    """All releases: what was told, how tables add up in each block, and printed percentages."""
    split = blocks(releases)
    puzzle = Puzzle([(n, place) for n in range(len(split)) for place in all_places(releases)])
    for columns in dict.fromkeys(c for one in releases for c in one.asked.crossed):
        for whole, parts in parts_of(columns):
            for n in range(len(split)):
                row = {**added((n, part) for part in parts), (n, whole): -1.0}
                puzzle.state(row, 0, 0)
    for one in releases:
        for (half_years, place), value in one.told.items():
            puzzle.state(added(atoms_of(split, half_years, place)), value, value)
    for row in _percentages(releases, split):
        # Limits are times 2 000, so that everything stays in whole numbers.
        puzzle.state(row, 0, float("inf"))
    return puzzle


def _percentages(
    releases: Sequence[Release], split: Sequence[HalfYears]
) -> Iterable[dict[Atom, float]]:
    """(printed - 0.05) / 100 <= part / whole <= (printed + 0.05) / 100."""
    for one in releases:
        half_years = frozenset(one.asked.half_years)
        for (part, whole), printed in one.percentages.items():
            tenths = round(10 * float(printed))
            for sign, limit in ((1, 2 * tenths - 1), (-1, 2 * tenths + 1)):
                row = added(atoms_of(split, half_years, part))
                row = dict.fromkeys(row, sign * 2000.0)
                for atom in atoms_of(split, half_years, whole):
                    row[atom] = row.get(atom, 0) - sign * limit
                yield row
