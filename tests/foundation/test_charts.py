"""A chart that everybody can read: drawn without scripts or styles, said in words, as a table."""

import re
from xml.etree import ElementTree

import altair
import pytest

from mentorship.foundation.charts import (
    FILLS,
    BarChart,
    Series,
    bar_svg,
    drawing_meanwhile,
    specification,
    summary,
    table_headers,
    table_rows,
)
from mentorship.foundation.i18n import speaking

CHART = BarChart(
    title="Mentees <per> “klasse”",
    category_name="Klasse",
    categories=("eerste", "tweede"),
    series=(Series("voorstel", (1250, 3)), Series("wacht", (0, 40))),
)


def test_the_table_says_what_the_bars_show() -> None:
    with speaking("nl"):
        assert table_headers(CHART) == ("Klasse", "voorstel", "wacht")
        assert table_rows(CHART) == (("eerste", "1.250", "0"), ("tweede", "3", "40"))
    with speaking("en"):
        assert table_rows(CHART)[0] == ("eerste", "1,250", "0")


def test_the_drawing_is_one_named_image_without_scripts_or_styles() -> None:
    svg = bar_svg(CHART)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == summary(CHART)
    assert not re.search(r"<script|<style| style=|href=|url\(", svg)
    texts = [node.text for node in root.iter() if node.text and node.text.strip()]
    assert {"eerste", "tweede", "voorstel", "wacht", "1.250"} <= set(texts)
    assert "0" not in texts, "nothing is drawn for nothing"


@pytest.mark.parametrize("series", [CHART.series, CHART.series[:1]])
def test_what_is_written_by_hand_is_what_the_makers_of_the_language_know(
    series: tuple[Series, ...],
) -> None:
    chart = BarChart("t", "k", CHART.categories, series)
    altair.LayerChart.from_dict(specification(chart, 480), validate=True)


def test_what_is_drawn_meanwhile_is_drawn_in_the_language_of_whoever_asked() -> None:
    with speaking("en"):
        with drawing_meanwhile([CHART]):
            pass
        assert "1,250" in bar_svg(CHART)
    with speaking("nl"):
        assert "1.250" in bar_svg(CHART)


def test_a_bar_too_short_for_its_number_has_it_beside() -> None:
    chart = BarChart("t", "k", ("lang", "kort", "niets"), (Series("n", (500, 1, 0)),))
    texts = [node.text for node in ElementTree.fromstring(bar_svg(chart)).iter() if node.text]
    assert {"500", "1", "0"} <= set(texts)


def test_a_chart_of_nothing_can_be_drawn() -> None:
    assert "<svg" in bar_svg(BarChart("leeg", "k", ("a",), (Series("n", (0,)),)))
    assert "<svg" in bar_svg(BarChart("leeg", "k", (), (Series("n", ()),)))


@pytest.mark.parametrize(
    ("categories", "series"),
    [
        (("a", "b"), (Series("n", (1,)),)),
        (("a",), (Series("n", (-1,)),)),
        (("a",), ()),
        (("a",), tuple(Series(str(k), (1,)) for k in range(len(FILLS) + 1))),
    ],
)
def test_a_chart_that_would_mislead_is_refused(
    categories: tuple[str, ...], series: tuple[Series, ...]
) -> None:
    with pytest.raises(ValueError, match=r"bar|series"):
        BarChart("t", "k", categories, series)


def test_bars_and_their_numbers_keep_enough_contrast() -> None:
    for fill, ink in FILLS:
        assert contrast(fill, ink) >= 4.5
    assert contrast(FILLS[0][0], "#ffffff") >= 3


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1.4.3."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_label_over_two_lines_is_read_line_by_line_beside_the_middle_of_its_bar() -> None:
    """And is written from the left: a PDF would cut the first letter of one that ends somewhere."""
    label = "held all of them, yet not each of them in time"
    chart = BarChart("Reviews", "How", (label, "none"), (Series("n", (9, 2)),), 20, margin=250)
    drawing = ElementTree.fromstring(bar_svg(chart, width=640))
    texts = [one for one in drawing.iter() if one.tag.endswith("}text")]
    said = ["".join(one.itertext()) for one in texts]
    first, second = said.index("held all of them, yet not each of"), said.index("them in time")
    assert second == first + 1
    heights = [float(texts[one].get("transform", "").split(",")[1][:-1]) for one in (first, second)]
    number = float(texts[said.index("9")].get("transform", "").split(",")[1][:-1])
    assert sum(heights) / 2 == pytest.approx(number, abs=1)
    assert {one.get("text-anchor") for one in texts} == {"start"}
