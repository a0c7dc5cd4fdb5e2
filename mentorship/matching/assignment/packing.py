"""Knows how what is given up on every level is one whole number that compares as the levels do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mentorship.matching.assignment.price import Price

# int64, or Python's own numbers where those of a machine are too small.
Packed = npt.NDArray[Any]

# Reduced costs, and the sum of two distances, are at most four times a cycle.
LARGEST_IN_A_MACHINE = 2**59


@dataclass(frozen=True, slots=True)
class Packing:
    """Classes, worst fit and points as the digits of one number, highest level first.

    A cycle that meets no node twice changes each class by at most `most_served` and the points
    by at most `most_points`. Each digit has room for twice that and its sign, so two such cycles
    (or paths between the same ends) compare as their levels do, one level after the other, and
    the digits can be read back. Only the length of the longest cycle counts, not the number of
    people, so the weights stay small. No cycle tells a worst fit: that is None, and its digit 0,
    unless a price is put together from the digits of several.
    """

    most_served: int
    most_points: int
    most_worst_fit: int | None = None

    @property
    def _class_step(self) -> int:
        return 2 * self.most_served + 1

    @property
    def _points_step(self) -> int:
        return 2 * self.most_points + 1

    @property
    def _worst_fit_step(self) -> int:
        return 2 * (self.most_worst_fit or 0) + 1

    @property
    def too_far(self) -> int:
        """More than any path is long."""
        return 4 * self._class_step**3 * self._worst_fit_step * self._points_step

    @property
    def number_type(self) -> np.dtype[Any]:
        fits = self.too_far <= 4 * LARGEST_IN_A_MACHINE
        return np.dtype(np.int64 if fits else object)

    def one_of_class(self, priority: int) -> int:
        return int(self._class_step ** (3 - priority) * self._worst_fit_step * self._points_step)

    def packed(self, served: Packed, worst_fit: Packed, points: Packed) -> Packed:
        """`served` has a row per class."""
        kind = self.number_type
        number: Packed = self._points_step * worst_fit.astype(kind) + points.astype(kind)
        for k, row in enumerate(served, 1):
            number = number + self.one_of_class(k) * row.astype(kind)
        return number

    def digits(self, packed: Packed) -> tuple[Packed, Packed, Packed, Packed, Packed]:
        """Class 1, 2 and 3, worst fit and points."""
        rest, points = _without_last_digit(packed, self.most_points)
        rest, worst_fit = _without_last_digit(rest, self.most_worst_fit or 0)
        rest, class_3 = _without_last_digit(rest, self.most_served)
        class_1, class_2 = _without_last_digit(rest, self.most_served)
        return class_1, class_2, class_3, worst_fit, points

    def unpacked(self, packed: Packed) -> Iterator[Price]:
        has_worst_fit = self.most_worst_fit is not None
        digits = (column.tolist() for column in self.digits(packed))
        for one, two, three, worst, points in zip(*digits, strict=True):
            yield Price(
                class_1=one,
                class_2=two,
                class_3=three,
                worst_fit=worst if has_worst_fit else None,
                points=points,
            )


def _without_last_digit(packed: Packed, most: int) -> tuple[Packed, Packed]:
    """The other digits, and the last one: from `-most` to `most`."""
    last = (packed + most) % (2 * most + 1) - most
    return (packed - last) // (2 * most + 1), last
