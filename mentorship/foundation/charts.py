"""Draws a bar chart as SVG without scripts or styles, and gives the table that says the same."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from textwrap import wrap
from typing import Any

from mentorship.foundation.i18n import current_language, format_number, speaking

# Dark to light, each at least 3:1 against white; the label in the bar keeps 4.5:1 with its fill.
FILLS = (("#154273", "#ffffff"), ("#f2b134", "#1f1f1f"), ("#3d7a5a", "#ffffff"))
INK = "#1f2933"
EDGE = "#154273"
PAPER = "#ffffff"
FONT = "Noto Sans, DejaVu Sans, sans-serif"
_LINE_HEIGHT, _THICKNESS = 17, 24


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the chart: a value for every category."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars, stacked where there is more than one series; `title` is the caption.

    Charts that are read together have one `whole`, the value of a bar over the full width, and one
    `margin` in pixels for their labels, which are then broken over lines.
    """

    title: str
    category_name: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    whole: int | None = None
    margin: int | None = None

    def __post_init__(self) -> None:
        if not self.series or len(self.series) > len(FILLS):
            raise ValueError(f"a bar chart has 1 to {len(FILLS)} series")
        if any(len(series.values) != len(self.categories) for series in self.series):
            raise ValueError("every series needs one value per category")
        if any(value < 0 for series in self.series for value in series.values):
            raise ValueError("a bar can't be shorter than nothing")


def table_headers(chart: BarChart) -> tuple[str, ...]:
    return (chart.category_name, *(series.name for series in chart.series))


def table_rows(chart: BarChart) -> tuple[tuple[str, ...], ...]:
    """The chart in words: one row per category, numbers written as the language does."""
    columns = [[format_number(value) for value in series.values] for series in chart.series]
    return tuple(zip(chart.categories, *columns, strict=True))


def summary(chart: BarChart) -> str:
    """The whole chart as one line, for those who hear it."""
    headers, rows = table_headers(chart)[1:], table_rows(chart)
    told = "; ".join(
        f"{category}: " + ", ".join(f"{h} {v}" for h, v in zip(headers, values, strict=True))
        for category, *values in rows
    )
    return f"{chart.title}. {told}"


def bar_svg(chart: BarChart, *, width: int = 480) -> str:
    """The drawing in the current language. Takes a second the first time; never before a fork."""
    return _drawn(chart, width, current_language())


@contextmanager
def drawing_meanwhile(charts: Iterable[BarChart]) -> Iterator[None]:
    """Draws beside other work what `bar_svg` is asked for after it: it needs its own second."""
    with ThreadPoolExecutor(1) as beside:
        for chart in charts:
            beside.submit(copy_context().run, bar_svg, chart)
        yield


@lru_cache(maxsize=32)
def _drawn(chart: BarChart, width: int, language: str) -> str:
    # The converter takes a while to load: only who draws should wait for it.
    import vl_convert  # noqa: PLC0415

    with speaking(language):
        drawing, told = specification(chart, width), escape(summary(chart), quote=True)
    svg: str = vl_convert.vegalite_to_svg(drawing, allowed_base_urls=[])
    svg = _BROKEN_LABEL.sub(_line_by_line, svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{told}" ', 1)


# A label over several lines: where it begins, how it looks, and its lines.
_BROKEN_LABEL = re.compile(
    r'<text ([^>]*)transform="translate\((-?[\d.]+),(-?[\d.]+)\)"([^>]*)>'
    r"((?:<tspan[^>]*>[^<]*</tspan>)+)</text>"
)
_LINE = re.compile(r"<tspan[^>]*>([^<]*)</tspan>")


def _line_by_line(label: re.Match[str]) -> str:
    """Each line by itself, all together in the middle of their bar; drawn as one, the first line
    would be there, and what makes a PDF of it puts the lines in another order."""
    before, x, y, after, inside = label.groups()
    lines = _LINE.findall(inside)
    top = float(y) - _LINE_HEIGHT * (len(lines) - 1) / 2
    return "".join(
        f'<text {before}transform="translate({x},{top + place * _LINE_HEIGHT:g})"{after}>'
        f"{line}</text>"
        for place, line in enumerate(lines)
    )


def specification(chart: BarChart, width: int) -> dict[str, Any]:
    """Written out, because loading Altair to write it takes longer than the drawing.

    A test lets Altair judge it.
    """
    longest = max(map(len, chart.categories), default=0)
    margin = 8 * min(longest, 30) if chart.margin is None else chart.margin + 40
    lines = max((len(_broken(chart, one)) for one in chart.categories), default=1)
    step = 30 if lines == 1 else 10 + _LINE_HEIGHT * lines
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.4.1.json",
        "config": _STYLE,
        "background": PAPER,
        "width": max(160, width - margin),
        "height": {"step": step},
        "data": {"values": _rows(chart)},
        "layer": [_bars(chart), _numbers_inside(chart), _numbers_beside(chart)],
    }


_LABELS = {"aria": False, "labelColor": INK, "labelFont": FONT, "labelFontSize": 14}
_STYLE: dict[str, Any] = {
    "font": FONT,
    "aria": False,
    "view": {"continuousWidth": 300, "continuousHeight": 300, "stroke": None},
    "axis": {**_LABELS, "domain": False, "labelLimit": 240, "labelPadding": 8, "ticks": False},
    "legend": {**_LABELS, "symbolSize": 160, "symbolType": "square"},
    "text": {"font": FONT, "fontSize": 13},
}


def _bars(chart: BarChart) -> dict[str, Any]:
    total = chart.whole or max((sum(values) for values in _by_category(chart)), default=0)
    colours = {
        "domain": [series.name for series in chart.series],
        "range": [fill for fill, _ in FILLS[: len(chart.series)]],
    }
    legend = {"orient": "top", "title": None} if len(chart.series) > 1 else None
    mark: dict[str, Any] = {"type": "bar", "aria": False, "stroke": EDGE, "strokeWidth": 1}
    return {
        # As thick beside a label of one line as beside one of several.
        "mark": mark if chart.margin is None else {**mark, "size": _THICKNESS},
        "encoding": {
            "color": {"field": "series", "type": "nominal", "scale": colours, "legend": legend},
            "x": {**_length("start"), "axis": None, "scale": {"domain": [0, max(total, 1)]}},
            "x2": {"field": "end"},
            "y": _row(chart),
        },
    }


def _numbers_inside(chart: BarChart) -> dict[str, Any]:
    """In the middle of each piece; where labels are written from the left, numbers are as well."""
    mark: dict[str, Any] = {"type": "text", "aria": False, "fontWeight": 600}
    is_left = chart.margin is not None
    return {
        "transform": [{"filter": "datum.fits"}],
        "mark": {**mark, "align": "left", "dx": 6} if is_left else mark,
        "encoding": {
            "color": {"field": "ink", "type": "nominal", "scale": None},
            "text": {"field": "label", "type": "nominal"},
            "x": _length("start" if is_left else "middle"),
            "y": _row(chart),
        },
    }


def _numbers_beside(chart: BarChart) -> dict[str, Any]:
    mark = {"type": "text", "aria": False, "align": "left", "dx": 6, "fontWeight": 600}
    return {
        "transform": [{"filter": "datum.is_last && !datum.fits"}],
        "mark": {**mark, "color": INK},
        "encoding": {
            "text": {"field": "label", "type": "nominal"},
            "x": _length("end"),
            "y": _row(chart),
        },
    }


def _row(chart: BarChart) -> dict[str, Any]:
    row = {"field": "category", "type": "nominal", "sort": list(chart.categories), "title": None}
    if chart.margin is None:
        return row
    broken = {one: _broken(chart, one) for one in chart.categories}
    # Written from the left: a text that ends somewhere loses its first strokes in a PDF.
    axis = {
        "labelAlign": "left",
        "labelPadding": chart.margin,
        "labelExpr": f"{json.dumps(broken, ensure_ascii=False)}[datum.value]",
        "labelLimit": chart.margin,
        "labelLineHeight": _LINE_HEIGHT,
        "minExtent": chart.margin,
        "maxExtent": chart.margin,
    }
    return {**row, "axis": axis}


def _broken(chart: BarChart, label: str) -> list[str]:
    """A letter takes about seven pixels and a half."""
    return [label] if chart.margin is None else wrap(label, int(chart.margin / 7.5)) or [label]


def _length(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative"}


def _by_category(chart: BarChart) -> Sequence[tuple[int, ...]]:
    return list(zip(*(series.values for series in chart.series), strict=True))


def _rows(chart: BarChart) -> list[dict[str, Any]]:
    """One bar piece a row, already stacked; a piece too short for its number has it outside."""
    columns = _by_category(chart)
    least = 0.06 if chart.margin is None else 0.09  # written from the left it needs more room
    longest = chart.whole or max(map(sum, columns), default=0) or 1
    rows = []
    for category, values in zip(chart.categories, columns, strict=True):
        start = 0
        for series, value, (_, ink) in zip(chart.series, values, FILLS, strict=False):
            rows.append(
                {
                    "category": category,
                    "series": series.name,
                    "start": start,
                    "end": start + value,
                    "middle": start + value / 2,
                    "label": format_number(value),
                    "ink": ink,
                    "fits": value > 0 and value / longest >= least,
                    "is_last": series is chart.series[-1] and len(chart.series) == 1,
                }
            )
            start += value
    return rows
