"""What a mentor reads about a young person, and the young person about a mentor: never a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mentorship.accounts.queries import names_of_ids
from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import format_list, format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.subjects import Purpose
from mentorship.matching.matches import queries
from mentorship.matching.matches.readers import consultants_of
from mentorship.matching.models import Match
from mentorship.matching.rounds.explanations import WhyProposed
from mentorship.matching.rounds.models import Proposal
from mentorship.matching.rounds.snapshots import thawed
from mentorship.mentors import queries as mentors
from mentorship.mentors.holding import open_hold
from mentorship.profiles.languages import language_names
from mentorship.profiles.vocabulary import shipped_vocabulary
from mentorship.profiles.week import slot_names
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees.intake_models import ConsentPurpose
from mentorship.referrals.mentees.models import Mentee
from mentorship.region.models import House

BAND = 3  # years
METRES = 1000


@dataclass(frozen=True)
class Briefing:
    """What is told; an empty text wasn't filled in, or may not be told."""

    age: str
    distance: str
    slots: str
    languages: str
    shared_interests: str
    other_interests: str
    themes: str
    house: str
    house_phone: str
    consultant: str
    answer_due: date
    is_whole: bool


@dataclass(frozen=True)
class AboutMentor:
    """What a young person reads before saying yes or no."""

    age: str
    gender: str
    distance: str
    slots: str
    languages: str
    shared_interests: str
    other_interests: str
    themes: str
    house: str
    house_phone: str
    answer_due: date


def may_be_told(db: Db, match: Match) -> bool:
    """While it lives and both still take part: who stopped a moment ago is told nothing more of,
    also before the match itself is closed; and a mentor who isn't available needs nothing now."""
    mentee = queries.mentee_of(db, match)
    return (
        match.status.is_live
        and mentee.stage.is_open
        and queries.takes_part(db, mentee)
        and queries.mentor_of(db, match).is_open
        and open_hold(db, match.mentor_id) is None
    )


def for_mentor(db: Db, match: Match) -> Briefing:
    """Interests and themes only when everybody agreed that the mentor sees them."""
    mentee = queries.mentee_of(db, match)
    young = mentees.profile_of(db, mentee, Purpose.MATCHING)
    older = mentors.profile_of(db, queries.mentor_of(db, match))
    is_whole = queries.is_agreed(db, mentee, ConsentPurpose.MENTOR_SEES_PROFILE)
    shared = young.interests & older.interests if is_whole else frozenset()
    others = young.interests - older.interests if is_whole else frozenset()
    house = db.get_one(House, mentee.house_code)
    return Briefing(
        age=_age(_birth_year(db, mentee), match.decided_at.year),
        distance=_distance(db, match),
        slots=slot_names(young.slots & older.slots),
        languages=language_names(young.languages & older.languages),
        shared_interests=_interests(shared),
        other_interests=_interests(others),
        themes=_themes(young.themes) if is_whole else "",
        house=house.name,
        house_phone=house.phone or "",
        consultant=_consultant(db, match),
        answer_due=match.answer_due,
        is_whole=is_whole,
    )


def for_mentee(db: Db, match: Match) -> AboutMentor:
    mentee = queries.mentee_of(db, match)
    young = mentees.profile_of(db, mentee, Purpose.MATCHING)
    older = mentors.profile_of(db, queries.mentor_of(db, match))
    house = db.get_one(House, mentee.house_code)
    return AboutMentor(
        age=_age(older.birth_year, match.decided_at.year),
        gender=older.gender or "",
        distance=_distance(db, match),
        slots=slot_names(young.slots & older.slots),
        languages=language_names(older.languages),
        shared_interests=_interests(young.interests & older.interests),
        other_interests=_interests(older.interests - young.interests),
        themes=_themes(young.themes & older.themes),
        house=house.name,
        house_phone=house.phone or "",
        answer_due=match.answer_due,
    )


def _consultant(db: Db, match: Match) -> str:
    """Nobody's name while nobody took over who came from another House."""
    found = consultants_of(db, match)
    return names_of_ids(db, {found[0].id}).get(found[0].id, "") if len(found) == 1 else ""


def _birth_year(db: Db, mentee: Mentee) -> int | None:
    text = vault.read(db, mentee, "birth_year", purpose=Purpose.MATCHING) or ""
    return int(text) if text.isdecimal() else None


def _age(birth_year: int | None, year: int) -> str:
    """A few years wide: enough to imagine somebody, too wide to find them."""
    if birth_year is None:
        return ""
    first = (year - birth_year) // BAND * BAND
    return _("%(from)d to %(to)d years", **{"from": first, "to": first + BAND - 1})


def _distance(db: Db, match: Match) -> str:
    """Whole kilometres between the middles of two places, as the round counted them."""
    proposal = db.get_one(Proposal, match.proposal_id)
    told = vault.read(db, proposal, "explanation", purpose=Purpose.MATCHING) or ""
    km = thawed(WhyProposed, told).pair.metres / METRES
    return _("in the same place") if km < 1 else _("about %(km)s km away", km=format_number(km, 0))


def _interests(tags: Iterable[str]) -> str:
    words = shipped_vocabulary().interests
    return format_list(sorted(words.label(tag) for tag in tags))


def _themes(tags: Iterable[str]) -> str:
    words = shipped_vocabulary().themes
    return format_list(sorted(words.label(tag) for tag in tags))
