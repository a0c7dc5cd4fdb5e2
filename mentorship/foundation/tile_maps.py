"""Draws a region as tiles, one per area with two numbers, as SVG without scripts or styles."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from mentorship.foundation.charts import EDGE, FILLS, FONT, INK, PAPER
from mentorship.foundation.i18n import format_number

WIDTH, HEIGHT, GAP = 56, 54, 4
_COLUMN, _ROW = WIDTH + GAP, HEIGHT + GAP
_NAME, _NUMBER, _KEY = 10.5, 13, 12  # sizes of letters
_MUTED, _MUTED_FILL = "#4b5563", "#eceef1"  # 6.5:1
_BOX, _HALF = 18, 24  # how high and wide the box of a number is
# Dark on the left, pale on the right: the side says which number it is, in grey as well.
_LOOKS = (FILLS[0], ("#cfe0f2", INK))
_NOTHING = (PAPER, _MUTED)  # so that the eye finds where there is something


@dataclass(frozen=True, slots=True)
class Tile:
    """`label` is the name over its lines; without numbers the tile is grey."""

    name: str
    label: tuple[str, ...]
    column: int
    row: int
    numbers: tuple[int, int] | None = None

    @property
    def is_short(self) -> bool:
        """Whether the first number, what is asked for, is over the second, what is there."""
        return self.numbers is not None and self.numbers[0] > self.numbers[1]


@dataclass(frozen=True, slots=True)
class Key:
    """What the two numbers, a tile that is short and a grey tile mean."""

    first: str
    second: str
    short: str
    grey: str


@dataclass(frozen=True, slots=True)
class TileMap:
    """`told` is the whole in a sentence or two; the numbers stand in a table beside it.

    The key stands in the top right corner, so the tiles leave four columns of two rows free there.
    """

    title: str
    told: str
    key: Key
    tiles: tuple[Tile, ...]

    def __post_init__(self) -> None:
        places = {(tile.column, tile.row) for tile in self.tiles}
        if len(places) != len(self.tiles):
            raise ValueError("two tiles stand in one place")


def tile_svg(chart: TileMap, *, name: str = "tiles") -> str:
    """The drawing in the current language; `name` begins the ids in it, one for each of a page."""
    columns = max((tile.column for tile in chart.tiles), default=0) + 1
    rows = max((tile.row for tile in chart.tiles), default=0) + 1
    width, height = columns * _COLUMN, rows * _ROW
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-told" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="{_NAME}">'
    )
    parts = [
        opening,
        f'<title id="{name}-title">{escape(chart.title)}</title>',
        f'<desc id="{name}-told">{escape(chart.told)}</desc>',
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        *_key(chart, width),
    ]
    for tile in chart.tiles:
        parts += _tile(chart.key, tile)
    return "".join([*parts, "</svg>"])


def _tile(key: Key, tile: Tile) -> Iterator[str]:
    """Its title is what a mouse shows: the whole name and what the numbers are."""
    x, y = tile.column * _COLUMN + GAP / 2, tile.row * _ROW + GAP / 2
    yield f"<g><title>{escape(_told(key, tile))}</title>"
    yield _ground(x, y, WIDTH, HEIGHT, tile)
    colour = INK if tile.numbers else _MUTED
    first = y + (15 if tile.numbers else HEIGHT / 2 + 9 - 6 * len(tile.label))
    for line, words in enumerate(tile.label):
        yield _text(x + WIDTH / 2, first + 11 * line, words, colour)
    if tile.numbers:
        middle, top = x + WIDTH / 2, y + HEIGHT - _BOX - 5
        for left, number, look in zip((middle - 25, middle + 1), tile.numbers, _LOOKS, strict=True):
            fill, ink = look if number else _NOTHING
            yield _box(left, top, _HALF, fill)
            words = format_number(number)
            yield _text(left + 12, top + 13.5, words, ink, size=_NUMBER, weight="600")
    yield "</g>"


def _told(key: Key, tile: Tile) -> str:
    if tile.numbers is None:
        return f"{tile.name}. {key.grey}."
    first, second = map(format_number, tile.numbers)
    return f"{tile.name}. {key.first}: {first}. {key.second}: {second}."


def _ground(x: float, y: float, width: float, height: float, tile: Tile) -> str:
    """What is short differs by its edge too, what is grey by its dashes: colour is never alone."""
    if tile.numbers is None:
        look = f'fill="{_MUTED_FILL}" stroke="{_MUTED}" stroke-dasharray="3 3"'
    elif tile.is_short:
        look = f'fill="{FILLS[1][0]}" stroke="{INK}" stroke-width="3"'
    else:
        look = f'fill="{PAPER}" stroke="{EDGE}"'
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="3" {look}/>'


def _box(x: float, y: float, width: float, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{_BOX}" fill="{fill}" stroke="{EDGE}"/>'


def _key(chart: TileMap, width: float) -> Iterator[str]:
    left, step = width - 4 * _COLUMN + 3 * GAP, 27
    samples = (Tile("", (), 0, 0, (1, 0)), Tile("", (), 0, 0))
    key = chart.key
    for line, words in enumerate((key.first, key.second, key.short, key.grey)):
        y = 5 + step * line
        if line < 2:
            yield _box(left, y, 12, _LOOKS[0][0] if line == 0 else PAPER)
            yield _box(left + 12, y, 12, _LOOKS[1][0] if line == 1 else PAPER)
        else:
            yield _ground(left, y, _HALF, _BOX, samples[line - 2])
        yield _text(left + 30, y + 13, words, INK, size=_KEY, anchor="start")


def _text(
    x: float, y: float, words: str, colour: str, *,
    size: float = _NAME, weight: str = "400", anchor: str = "middle",
) -> str:  # fmt: skip
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
