"""Makes the people of a round from what the rooms below know of them: plain values in and out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from mentorship.matching.assignment.model import (
    Consultant,
    Location,
    Mentee,
    Mentor,
    Objective,
    Policy,
    Round,
    Wish,
)
from mentorship.mentors.queries import ReadyMentor
from mentorship.profiles.profile import Asked, Profile
from mentorship.referrals.mentees.queries import WaitingMentee

Pair = tuple[UUID, UUID]  # mentee, mentor


@dataclass(frozen=True)
class PairFacts:
    """What is known of pairs: never together, turned down before, laid down beforehand."""

    excluded: frozenset[Pair] = frozenset()
    refused: frozenset[Pair] = frozenset()
    pins: Mapping[UUID, UUID] = field(default_factory=dict)

    @property
    def possible_pins(self) -> Mapping[UUID, UUID]:
        """Without those of two who said no or may not meet: no round keeps a place for them."""
        never = self.excluded | self.refused
        return {
            mentee: mentor for mentee, mentor in self.pins.items() if (mentee, mentor) not in never
        }


@dataclass(frozen=True)
class RoundPeople:
    """Everybody who takes part, and by which id each of them is known in the round."""

    mentors: Sequence[ReadyMentor]
    mentees: Sequence[WaitingMentee]
    taken_seats: Mapping[UUID, int]
    pairs: PairFacts
    mentor_ids: Mapping[UUID, str]
    mentee_ids: Mapping[UUID, str]
    consultants: Sequence[Consultant] = ()

    def as_round(
        self, day: date, policy: Policy, seed: int, objective: Objective = Objective.BALANCED
    ) -> Round:
        """Pins on somebody who takes no part are left out; the round itself judges the others.

        Whose case it is goes along only where that one's caseload has a cap.
        """
        partners = {one.id: self.mentor_ids[one.id] for one in self.mentors if _takes_part(one)}
        excluded, refused = (
            _by_mentee(pairs, partners) for pairs in (self.pairs.excluded, self.pairs.refused)
        )
        mentors = [self._mentor(one) for one in self.mentors if _takes_part(one)]
        mentees = [
            self._mentee(
                one,
                excluded=excluded.get(one.id, frozenset()),
                refused=refused.get(one.id, frozenset()),
                pinned=_partner(partners, self.pairs.pins.get(one.id)),
            )
            for one in self.mentees
            if _takes_part(one)
        ]
        whose = {(one.house, one.consultant) for one in mentees if one.consultant}
        return Round(
            mentors=tuple(sorted(mentors, key=lambda mentor: mentor.id)),
            mentees=tuple(sorted(mentees, key=lambda mentee: mentee.id)),
            date=day,
            policy=policy,
            objective=objective,
            seed=seed,
            consultants=tuple(
                sorted(
                    (one for one in self.consultants if (one.house, one.id) in whose),
                    key=lambda one: (one.house or "", one.id),
                )
            ),
        )

    def as_round_of_today(self, day: date) -> Round:
        """Only to see who takes part, and how: it isn't meant to be solved."""
        return self.as_round(day, Policy(), 0)

    def _mentor(self, one: ReadyMentor) -> Mentor:
        profile = one.profile
        return Mentor(
            id=self.mentor_ids[one.id],
            location=location_of(profile),
            house=one.house_code,
            max_travel_m=profile.max_travel_m,
            slots=profile.slots,
            seats=one.seats,
            free_seats=max(0, one.seats - self.taken_seats.get(one.id, 0)),
            is_ready=one.is_ready,
            gender=profile.gender,
            birth_year=profile.birth_year,
            languages=profile.languages,
            interests=profile.interests,
            dislikes=profile.dislikes,
            themes=profile.themes,
            refused_themes=profile.refused_themes,
        )

    def _mentee(
        self,
        one: WaitingMentee,
        *,
        excluded: frozenset[str],
        refused: frozenset[str],
        pinned: str | None,
    ) -> Mentee:
        profile = one.profile
        return Mentee(
            id=self.mentee_ids[one.id],
            location=location_of(profile),
            house=one.house_code,
            max_travel_m=profile.max_travel_m,
            slots=profile.slots,
            waiting_since=one.waiting_since,
            priority=one.priority,
            languages=profile.languages,
            interests=profile.interests,
            dislikes=profile.dislikes,
            themes=profile.themes,
            wish_gender=_wish(profile.wish_gender, str),
            wish_age_min=_wish(profile.wish_age_min, int),
            wish_age_max=_wish(profile.wish_age_max, int),
            excluded=excluded,
            refused=refused,
            pinned=pinned,
            consultant=self._consultant(one),
        )

    @cached_property
    def _capped(self) -> frozenset[tuple[str | None, str]]:
        return frozenset((one.house, one.id) for one in self.consultants)

    def _consultant(self, one: WaitingMentee) -> str | None:
        owner = str(one.consultant_id) if one.consultant_id else ""
        return owner if (one.house_code, owner) in self._capped else None


def _partner(partners: Mapping[UUID, str], mentor_id: UUID | None) -> str | None:
    return None if mentor_id is None else partners.get(mentor_id)


def _takes_part(one: ReadyMentor | WaitingMentee) -> bool:
    profile = one.profile
    has_point = None not in (profile.latitude, profile.longitude)
    return profile.is_complete and (has_point or profile.where() is not None)


def _by_mentee(pairs: Iterable[Pair], partners: Mapping[UUID, str]) -> dict[UUID, frozenset[str]]:
    grouped: dict[UUID, set[str]] = {}
    for mentee_id, mentor_id in pairs:
        if mentor_id in partners:
            grouped.setdefault(mentee_id, set()).add(partners[mentor_id])
    return {mentee_id: frozenset(ids) for mentee_id, ids in grouped.items()}


def location_of(profile: Profile) -> Location:
    """Coordinates go before the centroid of the place, which still says the municipality."""
    place = profile.where()
    municipality = place.municipality if place else None
    if profile.latitude is not None and profile.longitude is not None:
        return Location(profile.latitude, profile.longitude, municipality)
    if place is None:
        raise ValueError("a profile without a place takes no part in a round")
    return Location(place.latitude, place.longitude, municipality)


def _wish(asked: Asked | None, kind: type) -> Wish | None:  # type: ignore[type-arg]
    return None if asked is None else Wish(kind(asked.value), asked.is_condition)
