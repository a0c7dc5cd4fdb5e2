"""The figures that a questionnaire can make, in four equal parts."""

from functools import cached_property

from mentorship.evaluation.measures.answers import NO_ANSWER
from mentorship.evaluation.measures.per_trajectory import Rows, halves, thirds
from mentorship.foundation.i18n import LazyText, format_number
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.reviews.instruments.definitions import Definition

_PARTS = 4
_DIGITS = 6
_NOTHING = _l("no answer to all questions")


def figure(value: float) -> LazyText:
    """As it is written in the language of the moment, with no more digits than it has."""
    rounded = round(value, _DIGITS)
    places = len(f"{rounded:.{_DIGITS}f}".rstrip("0").partition(".")[2])
    return LazyText(lambda: format_number(rounded, places))


class Ladder:
    """Figures go up by steps, one for each step of an answer, so that borders are exact."""

    def __init__(self, definition: Definition) -> None:
        self._low, self._high = definition.score_range
        self._steps = len(definition.items) * (definition.highest - definition.lowest)

    def _part(self, step: int) -> int:
        return min(step * _PARTS // self._steps, _PARTS - 1)

    def row_of(self, value: float) -> str:
        step = round((value - self._low) / (self._high - self._low) * self._steps)
        return _code(self._part(step))

    @cached_property
    def borders(self) -> list[LazyText]:
        """From the lowest figure to the highest one."""
        size = (self._high - self._low) / _PARTS
        return [figure(self._low + size * number) for number in range(_PARTS + 1)]

    @property
    def rows(self) -> Rows:
        """No row where no figure can be: of one or two steps there are fewer than four."""
        parts = sorted({self._part(step) for step in range(self._steps + 1)})
        finest = {NO_ANSWER: _NOTHING, **{_code(part): self._label(part) for part in parts}}
        middle, high = self.borders[_PARTS // 2], self.borders[-1]
        upper = _code(next(part for part in parts if part >= _PARTS // 2))
        less = _l("less than %(number)s", number=middle)
        less_or_none = _l("less than %(number)s, or no answer to all questions", number=middle)
        more = _l("from %(low)s to %(high)s", low=middle, high=high)
        return Rows(
            _l("From %(low)s to %(high)s", low=self.borders[0], high=high),
            finest,
            (thirds(finest, less, more, upper), halves(finest, less_or_none, more, upper)),
            outside=NO_ANSWER,
        )

    def _label(self, part: int) -> LazyText:
        low, high = self.borders[part], self.borders[part + 1]
        if part == _PARTS - 1:
            return _l("from %(low)s to %(high)s", low=low, high=high)
        return _l("from %(low)s to less than %(high)s", low=low, high=high)


def _code(part: int) -> str:
    return f"quarter-{part + 1}"
