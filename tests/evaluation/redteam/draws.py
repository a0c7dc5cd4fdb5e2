"""Which bundles are tried: by chance, the same for the same number."""

from random import Random

from tests.evaluation.redteam.bundles import Asked, Columns, Release, release
from tests.evaluation.redteam.region import HALF_YEARS, PUBLISHED, SIZES, Place

TWO_WAY: tuple[Columns, ...] = (
    ("house", "gender"),
    ("house", "partner"),
    ("gender", "age"),
    ("age", "partner"),
    ("gender", "reason"),
    ("house", "reason"),
)
THREE_WAY: Columns = ("house", "gender", "age")


def of_house(
    value: str, column: str = "reason", part: str = "goals reached"
) -> tuple[Place, Place]:
    """The share of a House's mentees with this reason."""
    whole = frozenset({("house", value)})
    return whole | {(column, part)}, whole


def bundle(number: int) -> Asked:
    """One or two linked tables, and in the small regions now and then three dimensions."""
    dice = Random(f"bundle {number}")
    a_year = SIZES[number % 3]
    if a_year < 400 and dice.random() < 0.1:
        tables: tuple[Columns, ...] = (THREE_WAY,)
    else:
        tables = tuple(dice.sample(TWO_WAY, dice.choice((1, 1, 2) if a_year < 400 else (1,))))
    shares = ()
    if ("house", "reason") in tables:
        shares = tuple(of_house(house) for house in PUBLISHED["house"])
    first = dice.randint(0, 3)
    return Asked(
        a_year, number, tables, HALF_YEARS[first : first + dice.randint(1, 3)], shares=shares
    )


def pair(number: int) -> tuple[Asked, Asked]:
    """The second over one, two or three half-years more, about one table."""
    dice = Random(f"pair {number}")
    tables = (dice.choice(TWO_WAY),)
    first = dice.randint(1, 3)
    a_year = SIZES[number % 3]
    return (
        Asked(a_year, number, tables, HALF_YEARS[:first]),
        Asked(a_year, number, tables, HALF_YEARS[: first + dice.randint(1, 3)]),
    )


def released(asked: tuple[Asked, ...]) -> list[Release]:
    """One after the other, each with what was told before in mind."""
    releases: list[Release] = []
    for one in asked:
        releases.append(release(one, before=releases[-1] if releases else None))
    return releases
