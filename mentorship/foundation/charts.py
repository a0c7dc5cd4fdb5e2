"""Draws a bar chart as SVG without scripts or styles, and gives the table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from mentorship.foundation.i18n import format_number

# Dark to light, each at least 3:1 against white; the label in the bar keeps 4.5:1 with its fill.
FILLS = (("#154273", "#ffffff"), ("#f2b134", "#1f1f1f"), ("#3d7a5a", "#ffffff"))
INK = "#1f2933"
EDGE = "#154273"
PAPER = "#ffffff"
FONT = "Noto Sans, DejaVu Sans, sans-serif"


@dataclass(frozen=True, slots=True)
class Series:
    """One colour of the chart: a value for every category."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Horizontal bars, stacked where there is more than one series; `title` is the caption."""

    title: str
    category_name: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]

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
    # Altair and the converter take a second to load: only who draws should wait for them.
    import vl_convert  # noqa: PLC0415

    svg: str = vl_convert.vegalite_to_svg(_specification(chart, width), allowed_base_urls=[])
    return svg.replace(
        "<svg ", f'<svg role="img" aria-label="{escape(summary(chart), quote=True)}" ', 1
    )


def _specification(chart: BarChart, width: int) -> dict[str, Any]:
    # See bar_svg: loading Altair takes a second.
    import altair  # noqa: PLC0415

    longest = max(map(len, chart.categories), default=0)
    total = max((sum(values) for values in _by_category(chart)), default=0)
    rows = altair.InlineData(values=_rows(chart))
    y = altair.Y("category:N", sort=list(chart.categories), title=None)
    colours = altair.Scale(
        domain=[series.name for series in chart.series],
        range=[fill for fill, _ in FILLS[: len(chart.series)]],
    )
    legend = altair.Legend(title=None, orient="top") if len(chart.series) > 1 else None
    x_axis = altair.Scale(domain=[0, max(total, 1)])
    bars = (
        altair.Chart(rows)
        .mark_bar(aria=False, stroke=EDGE, strokeWidth=1)
        .encode(
            y=y,
            x=altair.X("start:Q", axis=None, scale=x_axis),
            x2="end:Q",
            color=altair.Color("series:N", scale=colours, legend=legend),
        )
    )
    inside = (
        altair.Chart(rows)
        .transform_filter("datum.fits")
        .mark_text(aria=False, fontWeight=600)
        .encode(y=y, x="middle:Q", text="label:N", color=altair.Color("ink:N", scale=None))
    )
    outside = (
        altair.Chart(rows)
        .transform_filter("datum.is_last && !datum.fits")
        .mark_text(aria=False, align="left", dx=6, fontWeight=600, color=INK)
        .encode(y=y, x="end:Q", text="label:N")
    )
    drawing = altair.layer(bars, inside, outside).properties(
        width=max(160, width - 8 * min(longest, 30)), height=altair.Step(30), background=PAPER
    )
    specification: dict[str, Any] = _styled(drawing).to_dict()
    return specification


def _styled(drawing: Any) -> Any:
    text = {"labelFont": FONT, "labelFontSize": 14, "labelColor": INK, "aria": False}
    return (
        drawing.configure(font=FONT, aria=False)
        .configure_view(stroke=None)
        .configure_axis(ticks=False, domain=False, labelLimit=240, labelPadding=8, **text)
        .configure_legend(symbolType="square", symbolSize=160, **text)
        .configure_text(font=FONT, fontSize=13)
    )


def _by_category(chart: BarChart) -> Sequence[tuple[int, ...]]:
    return list(zip(*(series.values for series in chart.series), strict=True))


def _rows(chart: BarChart) -> list[dict[str, Any]]:
    """One bar piece a row, already stacked; a piece too short for its number has it outside."""
    columns = _by_category(chart)
    longest = max(map(sum, columns), default=0) or 1
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
                    "fits": value > 0 and value / longest >= 0.06,
                    "is_last": series is chart.series[-1] and len(chart.series) == 1,
                }
            )
            start += value
    return rows
