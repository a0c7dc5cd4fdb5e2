"""The picture over time: where things stand, what is heard, and that it holds nothing that runs."""

from datetime import date
from xml.etree import ElementTree

import pytest

from mentorship.foundation.i18n import speaking
from mentorship.foundation.lane_charts import (
    EDGE_WIDTH,
    NAMES,
    WIDTH,
    Lane,
    LaneChart,
    PointMark,
    SpanMark,
    lane_svg,
    summary,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
CHART = LaneChart(
    "Over time",
    FIRST,
    LAST,
    (
        Lane("Phase", (SpanMark(FIRST, date(2026, 6, 30), "Trust & <more>"),)),
        Lane("Contact", points=(PointMark(FIRST, "a"), PointMark(LAST, "b"))),
    ),
    today=date(2026, 7, 2),
)


def drawn(chart: LaneChart) -> ElementTree.Element:
    with speaking("en"):
        return ElementTree.fromstring(lane_svg(chart))


def test_points_stand_where_their_day_is() -> None:
    circles = [one for one in drawn(CHART).iter() if one.tag.endswith("circle")]
    assert [float(one.attrib["cx"]) for one in circles] == [NAMES, WIDTH - EDGE_WIDTH]


def test_what_is_heard_tells_each_lane_and_words_are_no_markup() -> None:
    svg = drawn(CHART)
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-label"] == summary(CHART)
    assert summary(CHART) == "Over time. Phase: Trust & <more>; Contact: 2"
    assert {one.tag.rpartition("}")[2] for one in svg.iter()} <= {
        "svg", "rect", "path", "text", "circle",
    }  # fmt: skip
    assert "Trust & <more>" in [one.text for one in svg.iter()]
    assert not any("style" in one.attrib for one in svg.iter())


def test_a_single_day_is_no_picture() -> None:
    with pytest.raises(ValueError, match="more than one day"):
        LaneChart("", FIRST, FIRST, ())
