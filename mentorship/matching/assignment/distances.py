"""Knows how far two centroids lie apart in whole metres, detours included."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_008.8

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Points:
    """Places: how far north in radians, the cosine of that, and the longitude in degrees."""

    north: Floats
    cosine: Floats
    longitude: Floats

    def __getitem__(self, at: Integers) -> Points:
        return Points(self.north[at], self.cosine[at], self.longitude[at])


def points_of(latitude: Floats, longitude: Floats) -> Points:
    """Both in degrees."""
    north = np.radians(latitude)
    return Points(north, np.cos(north), longitude)


def whole_metres(here: Points, there: Points, detour: Integers) -> Integers:
    """Great circle between points plus a detour in metres, rounded once.

    Everything after this, rules and points, counts with these whole metres.
    """
    half_chord = (
        np.sin((there.north - here.north) / 2) ** 2
        + here.cosine * there.cosine * np.sin(np.radians(there.longitude - here.longitude) / 2) ** 2
    )
    angle = 2 * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0)))
    metres: Integers = np.rint(EARTH_RADIUS_M * angle + detour).astype(np.int64)
    return metres


def detour_metres(
    municipality: Integers,
    other_municipality: Integers,
    detour: Integers,
    other_detour: Integers,
) -> Integers:
    """The extra way of each of the two whose municipality has one and isn't the other's."""
    apart = municipality != other_municipality
    return np.where(apart, detour + other_detour, 0)
