"""Makes people of a round from rows that were read."""

from __future__ import annotations

from mentorship.matching.assignment.model import Location, Mentee, Mentor
from mentorship.matching.files import MenteeRow, MentorRow, PersonRow


def mentor_of(row: MentorRow) -> Mentor:
    return Mentor(
        id=row.id,
        location=_location(row),
        house=_house(row),
        max_travel_m=row.max_travel_km,
        slots=row.slots,
        seats=row.capacity,
        free_seats=row.capacity if row.free_seats is None else min(row.free_seats, row.capacity),
        is_ready=row.ready,
        gender=row.gender,
        birth_year=row.birth_year,
        languages=row.languages,
        interests=row.interests,
        dislikes=row.dislikes,
        themes=row.themes,
        refused_themes=row.refused_themes,
        excluded=row.excluded,
        refused=row.refused,
        standing=row.standing,
    )


def mentee_of(row: MenteeRow) -> Mentee:
    return Mentee(
        id=row.id,
        location=_location(row),
        house=_house(row),
        max_travel_m=row.max_travel_km,
        slots=row.slots,
        waiting_since=row.waiting_since,
        priority=row.priority,
        languages=row.languages,
        interests=row.interests,
        dislikes=row.dislikes,
        themes=row.themes,
        wish_gender=row.wish_gender,
        wish_age_min=row.wish_age_min,
        wish_age_max=row.wish_age_max,
        excluded=row.excluded,
        refused=row.refused,
        pinned=row.pinned,
        consultant=row.consultant,
    )


def _location(row: PersonRow) -> Location:
    """Coordinates go before the centroid of the place, which still says the municipality."""
    municipality = row.place.municipality if row.place else None
    if row.latitude is not None and row.longitude is not None:
        return Location(row.latitude, row.longitude, municipality)
    if row.place is None:
        raise ValueError("a row without a place passed the check")
    return Location(row.place.latitude, row.place.longitude, municipality)


def _house(row: PersonRow) -> str | None:
    return row.house or (row.place.house if row.place else None)
