"""Draws what happened over time as SVG: lanes with spans and points, and the same as one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from mentorship.foundation.charts import EDGE, FILLS, FONT, INK
from mentorship.foundation.i18n import format_date
from mentorship.foundation.working_days import months_later

WIDTH, NAMES, LANE, TOP, EDGE_WIDTH = 760, 150, 34, 34, 12
_LETTER = 7.5  # how wide a letter of a label is, about
_MONTH = 60  # and a month with its year
_GRID = "#c9cdd2"


@dataclass(frozen=True, slots=True)
class SpanMark:
    """From the first to the last day, both included."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class PointMark:
    """Something of one day."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the picture."""

    name: str
    spans: tuple[SpanMark, ...] = ()
    points: tuple[PointMark, ...] = ()


@dataclass(frozen=True, slots=True)
class LaneChart:
    """`today` is drawn as a line where it lies between the first and the last day."""

    title: str
    first: date
    last: date
    lanes: tuple[Lane, ...]
    today: date | None = None

    def __post_init__(self) -> None:
        if self.last <= self.first:
            raise ValueError("a picture over time needs more than one day")


def summary(chart: LaneChart) -> str:
    """How much there is in each lane, for those who hear it; the list beside it tells the rest."""
    told = [
        f"{lane.name}: " + ", ".join([s.label for s in lane.spans] or [str(len(lane.points))])
        for lane in chart.lanes
        if lane.spans or lane.points
    ]
    return f"{chart.title}. {'; '.join(told)}"


def lane_svg(chart: LaneChart) -> str:
    """The drawing in the current language; without scripts and styles, in a few milliseconds."""
    height = TOP + LANE * len(chart.lanes) + 8
    told = escape(summary(chart), quote=True)
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{told}" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{FONT}" font-size="13">'
    )
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    parts = [opening, ground, *_months(chart, height), *_today(chart, height)]
    for number, lane in enumerate(chart.lanes):
        parts += _lane(chart, lane, TOP + LANE * number)
    return "".join([*parts, "</svg>"])


def _x(chart: LaneChart, day: date) -> float:
    share = (day - chart.first).days / (chart.last - chart.first).days
    return round(NAMES + (WIDTH - NAMES - EDGE_WIDTH) * min(max(share, 0), 1), 1)


def _months(chart: LaneChart, height: int) -> Iterator[str]:
    """A line at the first day of each month, or of each third where they would stand too close."""
    months = (chart.last.year - chart.first.year) * 12 + chart.last.month - chart.first.month
    step = 1 if months <= 8 else 3
    day = months_later(chart.first.replace(day=1), 1)
    while day <= chart.last:
        if (day.month - 1) % step == 0:
            x = _x(chart, day)
            yield f'<path d="M{x} {TOP - 8}V{height - 6}" stroke="{_GRID}" stroke-width="1"/>'
            if x + _MONTH <= WIDTH:
                yield _text(x + 3, TOP - 14, format_date(day)[3:], size=12)
        day = months_later(day, 1)


def _today(chart: LaneChart, height: int) -> Iterator[str]:
    if chart.today is not None and chart.first <= chart.today <= chart.last:
        x = _x(chart, chart.today)
        yield (
            f'<path d="M{x} {TOP - 8}V{height - 6}" stroke="{INK}" stroke-width="2" '
            'stroke-dasharray="5 4"/>'
        )


def _lane(chart: LaneChart, lane: Lane, top: float) -> Iterator[str]:
    middle = top + LANE / 2
    yield _text(0, middle + 4.5, lane.name)
    for number, span in enumerate(lane.spans):
        yield from _span(chart, span, top + 5, FILLS[number % len(FILLS)])
    for point in lane.points:
        x = _x(chart, point.day)
        yield f'<circle cx="{x}" cy="{middle}" r="6" fill="{EDGE}" stroke="#ffffff"/>'


def _span(chart: LaneChart, span: SpanMark, top: float, fill: tuple[str, str]) -> Iterator[str]:
    colour, ink = fill
    left, right = _x(chart, span.first), _x(chart, span.last + timedelta(days=1))
    width = max(right - left, 3)
    yield (
        f'<rect x="{left}" y="{top}" width="{round(width, 1)}" height="{LANE - 10}" rx="3" '
        f'fill="{colour}" stroke="{EDGE}"/>'
    )
    if len(span.label) * _LETTER + 8 <= width:
        yield _text(left + 5, top + LANE / 2 - 0.5, span.label, colour=ink)


def _text(x: float, y: float, words: str, *, colour: str = INK, size: int = 13) -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}">{escape(words)}</text>'
