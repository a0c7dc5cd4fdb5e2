"""Knows who may live near enough to whom: no pair out of reach needs to be looked at.

Places are points on a sphere of radius one. Of two points the straight line is never longer than
the way over the ground, and their dot product is the cosine of the angle between them. What is
said here is a little generous; the rule itself, in whole metres, decides afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mentorship.matching.assignment.distances import EARTH_RADIUS_M, Floats
from mentorship.matching.assignment.people import Booleans, Integers, People, Places

# So many that a table of them stays in a processor's cache, and too few for threads of BLAS.
PAIRS_AT_ONCE = 2**16
# Rounding to whole metres takes off half a one at most; floating point far less than this.
GENEROUS_M = 1
GENEROUS = 1e-12


@dataclass(frozen=True, slots=True)
class Side:
    """Some people of one side: their rows, their points, and the angle that each may travel."""

    row: Integers
    point: Floats
    angle: Floats

    def some(self, kept: Booleans | Integers) -> Side:
        return Side(self.row[kept], self.point[kept], self.angle[kept])

    def __len__(self) -> int:
        return len(self.row)


def neighbourhoods(
    people: People, rows: Integers, columns: Integers
) -> Iterator[tuple[Side, Side]]:
    """These mentees in groups, each with those of these mentors who may be in reach of some.

    No table of a group with its mentors is larger than `PAIRS_AT_ONCE`, or it has one row.
    """
    here, there = people.mentee_places, people.mentor_places
    shortcut = -min(0, int(here.detour.min(initial=0))) - min(0, int(there.detour.min(initial=0)))
    mentees, mentors = _side(here, rows, shortcut), _side(there, columns, shortcut)
    if len(mentees):
        yield from _halved(mentees, mentors)


def may_reach(mentees: Side, mentors: Side) -> Booleans:
    """Whether each of these mentees and each of these mentors may be within both limits."""
    cosine = mentees.point @ mentors.point.T
    reach: Booleans = cosine >= np.cos(mentees.angle)[:, None] - GENEROUS
    reach &= cosine >= np.cos(mentors.angle) - GENEROUS
    return reach


def _side(places: Places, rows: Integers, shortcut: int) -> Side:
    """`shortcut`: what a detour that is negative may take off a distance."""
    point = places.point[rows]
    east = np.radians(point.longitude)
    x, y, z = point.cosine * np.cos(east), point.cosine * np.sin(east), np.sin(point.north)
    metres = places.limit[rows] + float(shortcut + GENEROUS_M)
    return Side(rows, np.column_stack((x, y, z)), np.minimum(metres / EARTH_RADIUS_M, np.pi))


def _halved(mentees: Side, mentors: Side) -> Iterator[tuple[Side, Side]]:
    """Split where the mentees lie widest apart, until a group is small enough."""
    low, high = mentees.point.min(axis=0), mentees.point.max(axis=0)
    mentors = mentors.some(_is_near_the_box(mentees, mentors, low, high))
    if not len(mentors):
        return
    if len(mentees) == 1 or len(mentees) * len(mentors) <= PAIRS_AT_ONCE:
        yield mentees, mentors
        return
    order = np.argsort(mentees.point[:, np.argmax(high - low)], kind="stable")
    middle = len(order) // 2
    yield from _halved(mentees.some(order[:middle]), mentors)
    yield from _halved(mentees.some(order[middle:]), mentors)


def _is_near_the_box(mentees: Side, mentors: Side, low: Floats, high: Floats) -> Booleans:
    reach = np.minimum(mentors.angle, mentees.angle.max())[:, None] + GENEROUS
    is_near: Booleans = ((mentors.point >= low - reach) & (mentors.point <= high + reach)).all(
        axis=1
    )
    return is_near
