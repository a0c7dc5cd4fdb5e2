"""The map of tiles: what is heard, how short tiles and grey ones differ, and that nothing runs."""

from xml.etree import ElementTree

import pytest

from mentorship.foundation.i18n import speaking
from mentorship.foundation.tile_maps import Key, Tile, TileMap, tile_svg

KEY = Key("They <wait>", "Free", "Short", "Elsewhere")
SHORT = Tile("Den Helder", ("Den", "Helder"), 0, 2, (1203, 1))
ENOUGH = Tile("Schagen", ("Schagen",), 1, 2, (2, 2))
GREY = Tile("Texel", ("Texel",), 2, 2)


def drawn(*tiles: Tile) -> ElementTree.Element:
    with speaking("nl"):
        svg = tile_svg(TileMap("Who & where", "In 1 place more wait.", KEY, tiles))
    return ElementTree.fromstring(svg)


def parts(found: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [one for one in found.iter() if one.tag.rpartition("}")[2] == kind]


def test_it_is_heard_as_one_picture_with_its_words() -> None:
    svg = drawn(SHORT, ENOUGH, GREY)
    by_id = {one.attrib["id"]: one.text for one in svg.iter() if "id" in one.attrib}
    assert svg.attrib["role"] == "img"
    assert by_id[svg.attrib["aria-labelledby"]] == "Who & where"
    assert by_id[svg.attrib["aria-describedby"]] == "In 1 place more wait."
    assert {one.tag.rpartition("}")[2] for one in svg.iter()} == {
        "svg", "title", "desc", "g", "rect", "text",
    }  # fmt: skip
    assert not any("style" in one.attrib for one in svg.iter())


def test_each_tile_says_its_whole_name_and_numbers_and_a_grey_one_none() -> None:
    tiles = [[one.text for one in group.iter() if one.text] for group in parts(drawn(
        SHORT, ENOUGH, GREY), "g")]  # fmt: skip
    assert tiles == [
        ["Den Helder. They <wait>: 1.203. Free: 1.", "Den", "Helder", "1.203", "1"],
        ["Schagen. They <wait>: 2. Free: 2.", "Schagen", "2", "2"],
        ["Texel. Elsewhere.", "Texel"],
    ]


def test_a_short_tile_and_a_grey_one_differ_by_their_edge_too() -> None:
    short, enough, grey = (parts(group, "rect")[0].attrib for group in parts(drawn(
        SHORT, ENOUGH, GREY), "g"))  # fmt: skip
    assert short["stroke-width"] == "3"
    assert "stroke-width" not in enough
    assert "stroke-dasharray" in grey
    assert "stroke-dasharray" not in {**short, **enough}
    assert len({short["fill"], enough["fill"], grey["fill"]}) == 3


def test_two_tiles_never_stand_in_one_place() -> None:
    with pytest.raises(ValueError, match="one place"):
        drawn(SHORT, Tile("Texel", ("Texel",), 0, 2))
