"""What an attacker can know, worked out slowly in whole numbers; written without the engine.

A statement is (weights, low): the sum of weight * cell is at least low. Domains are narrowed by
every statement until nothing changes, then one cell is split in two and both halves are tried.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

Statement = tuple[Mapping[Hashable, int], int]
Domains = dict[Hashable, tuple[int, int]]


def sums(relations: Sequence[tuple[Hashable, Sequence[Hashable]]]) -> list[Statement]:
    """whole = sum of parts, as two statements each."""
    found: list[Statement] = []
    for whole, parts in relations:
        weights: dict[Hashable, int] = {whole: -1}
        for part in parts:
            weights[part] = weights.get(part, 0) + 1
        found += [(weights, 0), ({cell: -weight for cell, weight in weights.items()}, 0)]
    return found


def is_possible(statements: Sequence[Statement], domains: Domains) -> bool:
    """Whether whole numbers within these domains agree with all statements."""
    narrowed = _narrowed(statements, dict(domains))
    if narrowed is None:
        return False
    open_cells = [cell for cell, (low, high) in narrowed.items() if low < high]
    if not open_cells:
        return True
    cell = min(open_cells, key=lambda one: narrowed[one][1] - narrowed[one][0])
    low, high = narrowed[cell]
    middle = (low + high) // 2
    halves = ((low, middle), (middle + 1, high))
    return any(is_possible(statements, {**narrowed, cell: half}) for half in halves)


def is_settled(
    relations: Sequence[tuple[Hashable, Sequence[Hashable]]],
    hidden: frozenset[Hashable],
    weights: Mapping[Hashable, int],
) -> bool:
    """Whether the sums alone fix this sum of cells, by elimination in fractions."""
    rows = []
    for whole, parts in relations:
        row: dict[Hashable, Fraction] = {}
        for cell, weight in ((whole, -1), *((part, 1) for part in parts)):
            if cell in hidden:
                row[cell] = row.get(cell, Fraction(0)) + weight
        rows.append(row)
    left = {cell: Fraction(weight) for cell, weight in weights.items() if cell in hidden}
    while rows:
        row = {cell: weight for cell, weight in rows.pop().items() if weight}
        if row:
            cell = next(iter(row))
            for other in (*rows, left):
                times = other.get(cell, Fraction(0)) / row[cell]
                for one, weight in row.items() if times else ():
                    other[one] = other.get(one, Fraction(0)) - times * weight
    return not any(left.values())


def _narrowed(statements: Sequence[Statement], domains: Domains) -> Domains | None:
    changed = True
    while changed:
        changed = False
        for weights, least in statements:
            most = sum(w * domains[c][1 if w > 0 else 0] for c, w in weights.items())
            if most < least:
                return None
            for cell, weight in weights.items():
                low, high = domains[cell]
                room = most - weight * (high if weight > 0 else low)
                if weight > 0 and -((room - least) // weight) > low:
                    low = -((room - least) // weight)
                elif weight < 0 and (room - least) // -weight < high:
                    high = (room - least) // -weight
                else:
                    continue
                if low > high:
                    return None
                domains[cell] = (low, high)
                changed = True
                most = sum(w * domains[c][1 if w > 0 else 0] for c, w in weights.items())
    return domains


def hide_sets(
    must: Collection[Hashable],
    may: Collection[Hashable],
    losses: Mapping[Hashable, int],
    below: int,
) -> Iterator[frozenset[Hashable]]:
    """Every set that loses less than `below`, but for those inside a larger one that does too:
    who sees more knows more, so where the larger one isn't safe the smaller isn't either."""
    left = below - sum(losses[cell] for cell in must)
    cells = sorted(may, key=lambda cell: -losses[cell])
    if left > 0:
        for more in _within(cells, losses, left):
            spare = left - sum(losses[cell] for cell in more)
            if all(cell in more or losses[cell] >= spare for cell in cells):
                yield frozenset(must) | more


def _within(
    cells: Sequence[Hashable], losses: Mapping[Hashable, int], left: int
) -> Iterator[frozenset[Hashable]]:
    """Subsets that lose less than what is left."""
    if not cells:
        yield frozenset()
        return
    first, *others = cells
    if losses[first] < left:
        for more in _within(others, losses, left - losses[first]):
            yield more | {first}
    yield from _within(others, losses, left)
