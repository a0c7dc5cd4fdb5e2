"""Knows how far two centroids lie apart in whole metres, detours included."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_M = 6_371_008.8

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def whole_metres(
    latitude: Floats,
    longitude: Floats,
    other_latitude: Floats,
    other_longitude: Floats,
    detour: Integers,
) -> Integers:
    """Great circle between points in degrees plus a detour in metres, rounded once.

    Everything after this, rules and points, counts with these whole metres.
    """
    north, other_north = np.radians(latitude), np.radians(other_latitude)
    half_chord = (
        np.sin((other_north - north) / 2) ** 2
        + np.cos(north)
        * np.cos(other_north)
        * np.sin(np.radians(other_longitude - longitude) / 2) ** 2
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
