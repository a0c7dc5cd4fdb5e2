"""The map of tiles holds every municipality once, roughly where it lies."""

import re
from collections import defaultdict
from itertools import combinations, product
from math import cos, hypot, radians

import pytest

from mentorship.region.places import all_places, municipality_rows
from mentorship.region.tiles import Spot, spots

Kilometres = tuple[float, float]


@pytest.fixture(scope="module")
def lies() -> dict[str, Kilometres]:
    """By code: kilometres to the north and to the east, the middle of its places."""
    points = defaultdict(list)
    for place in all_places():
        points[place.municipality].append((place.latitude, place.longitude))
    middle = {
        name: [sum(one) / len(one) for one in zip(*p, strict=True)] for name, p in points.items()
    }
    codes = {row["municipality"]: row["municipality_code"] for row in municipality_rows()}
    return {
        codes[str(name)]: (111.2 * north, 111.2 * cos(radians(52.6)) * east)
        for name, (north, east) in middle.items()
    }


def touch(one: Spot, other: Spot) -> bool:
    return max(abs(one.column - other.column), abs(one.row - other.row)) == 1


def test_every_municipality_has_one_tile_and_no_two_stand_in_one_place() -> None:
    assert set(spots()) == {row["municipality_code"] for row in municipality_rows()}
    assert len({(one.column, one.row) for one in spots().values()}) == 32
    assert max(one.column for one in spots().values()) <= 5, (
        "a phone shows six tiles beside another"
    )
    # The key of the drawing stands in this corner.
    assert not {(c, r) for c, r in product((2, 3, 4, 5), (0, 1))} & {
        (one.column, one.row) for one in spots().values()
    }


def test_a_label_is_the_name_in_short_lines() -> None:
    names = {row["municipality_code"]: row["municipality"] for row in municipality_rows()}
    for code, spot in spots().items():
        name = names[code].removesuffix(" (NH.)")
        assert letters("".join(spot.label)) == letters(name)
        assert len(spot.label) <= 2
        assert all(len(line) <= 9 for line in spot.label)


def letters(words: str) -> str:
    return re.sub("[^A-Za-z]", "", words)


def test_north_is_up_and_west_is_left(lies: dict[str, Kilometres]) -> None:
    for (one, here), (other, there) in combinations(spots().items(), 2):
        north, east = (a - b for a, b in zip(lies[one], lies[other], strict=True))
        if abs(north) > 9:
            assert (there.row - here.row) * north > 0, (one, other)
        if abs(east) > 10:
            assert (here.column - there.column) * east >= 0, (one, other)
        if abs(east) > 19:
            assert here.column != there.column, (one, other)


def test_tiles_beside_each_other_lie_near_each_other(lies: dict[str, Kilometres]) -> None:
    for (one, here), (other, there) in combinations(spots().items(), 2):
        if abs(here.column - there.column) + abs(here.row - there.row) == 1:
            apart = hypot(*(a - b for a, b in zip(lies[one], lies[other], strict=True)))
            assert apart < 18, (one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Texel", "Den Helder"), ("Den Helder", "Schagen"), ("Schagen", "Hollands Kroon"),
        ("Hollands Kroon", "Opmeer"), ("Hollands Kroon", "Medemblik"), ("Opmeer", "Koggenland"),
        ("Medemblik", "Hoorn"), ("Medemblik", "Stede Broec"), ("Stede Broec", "Enkhuizen"),
        ("Stede Broec", "Drechterland"), ("Hoorn", "Drechterland"), ("Hoorn", "Koggenland"),
        ("Dijk en Waard", "Schagen"), ("Dijk en Waard", "Alkmaar"), ("Bergen (NH.)", "Alkmaar"),
        ("Bergen (NH.)", "Heiloo"), ("Heiloo", "Castricum"), ("Castricum", "Uitgeest"),
        ("Castricum", "Heemskerk"), ("Heemskerk", "Beverwijk"), ("Beverwijk", "Velsen"),
        ("Zaanstad", "Wormerland"), ("Zaanstad", "Uitgeest"), ("Zaanstad", "Oostzaan"),
        ("Wormerland", "Purmerend"), ("Purmerend", "Edam-Volendam"), ("Purmerend", "Waterland"),
        ("Edam-Volendam", "Waterland"), ("Edam-Volendam", "Koggenland"), ("Waterland", "Landsmeer"),
        ("Landsmeer", "Oostzaan"), ("Velsen", "Bloemendaal"), ("Velsen", "Haarlem"),
        ("Bloemendaal", "Haarlem"), ("Bloemendaal", "Zandvoort"), ("Haarlem", "Heemstede"),
        ("Heemstede", "Haarlemmermeer"), ("Haarlem", "Haarlemmermeer"),
    ],
)  # fmt: skip
def test_neighbours_touch(one: str, other: str) -> None:
    codes = {row["municipality"]: row["municipality_code"] for row in municipality_rows()}
    assert touch(spots()[codes[one]], spots()[codes[other]])


def test_the_municipalities_of_a_house_are_one_piece() -> None:
    for house in ("NHN", "ZW", "KEN"):
        left = {row["municipality_code"] for row in municipality_rows()
                if row["care_safety_house_code"] == house}  # fmt: skip
        edge = {left.pop()}
        while edge:
            edge = {code for code in left if any(touch(spots()[code], spots()[e]) for e in edge)}
            left -= edge
        assert not left, house
