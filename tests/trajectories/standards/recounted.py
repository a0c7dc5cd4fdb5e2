"""Which recount belongs to which benchmark, by edition and number."""

from collections.abc import Callable, Iterable
from datetime import date

from tests.trajectories.standards import recount_ends as ends
from tests.trajectories.standards import recount_following as following
from tests.trajectories.standards import recount_mentors as mentors
from tests.trajectories.standards import recount_pairs as pairs
from tests.trajectories.standards.recount import Answer, Bare

Recount = Callable[[Bare], Iterable[Answer]]
before = mentors.before_the_first_match

BY_KEY: dict[str, Recount] = {
    "4 B.1.3": mentors.motivation,
    "4 B.1.7": pairs.eligibility,
    "4 B.2.2": before(mentors.has_application),
    "4 B.2.3": before(mentors.has_talk),
    "4 B.2.4": before(mentors.has_vog),
    "4 B.2.5": before(mentors.has_references),
    "4 B.2.6": before(mentors.has_signed_a_year),
    "4 B.2.7": pairs.signed(pairs.weekly, by_all=False),
    "4 B.2.10": pairs.permission,
    "4 B.2.11": pairs.signed(pairs.a_year, by_all=True),
    "4 B.2.12": pairs.signed(pairs.weekly, by_all=True),
    "4 B.3.1": before(mentors.has_hours(2)),
    "4 B.3.2": before(mentors.has_topics("B.3.2")),
    "4 B.3.3": before(mentors.has_topics("B.3.3")),
    "4 B.4.1": pairs.reason,
    "4 B.4.2": pairs.first_meeting,
    "4 B.4.3": pairs.staff_present,
    "4 B.4.4": pairs.in_time,
    "4 B.5.1": following.support_contacts,
    "4 B.5.2": following.five_subjects("mentor"),
    "4 B.5.3": following.five_subjects("mentee"),
    "4 B.5.4": following.relationship_measured,
    "4 B.5.5": following.guardian_contacts,
    "4 B.5.6": following.five_subjects("guardian"),
    "4 B.5.7": following.reviews,
    "4 B.5.8": following.sessions_logged,
    "4 B.6.4": ends.of_ends(ends.exit_talks),
    "4 B.6.6": ends.of_ends(ends.steps),
    "4 B.6.7": ends.of_ends(ends.mentor_talk),
    "4 B.6.8": ends.of_ends(ends.mentee_talk),
    "4 B.6.9": ends.of_ends(ends.guardian_talk),
    "4 B.6.10": ends.of_ends(ends.statement),
    "4-enh E.3.1": before(mentors.has_hours(6)),
    "4-enh E.5.1": following.in_person_yearly,
    "4-enh E.6.2": ends.celebrated,
    "5 5.6": before(mentors.has_talk),
    "5 5.8": before(mentors.has_hours(2)),
    "5 5.9": pairs.reason_and_word,
    "5 5.11": following.contact_quarterly,
}
# These look at a window that ends with the period, so they are asked anew for each.
BY_PERIOD: dict[str, Callable[[Bare, date, date], Iterable[Answer]]] = {
    "4 B.5.9": mentors.peer_supervision,
    "4 B.5.11": mentors.yearly_training,
}
# Answers that no row can give: a count that applies to everybody, or, until an instrument that
# measures the relationship is known, to nobody.
_ALWAYS: set[bool | None] = {None}
NEVER: dict[str, set[bool | None]] = {
    **dict.fromkeys(
        ("4 B.1.3", "4 B.2.2", "4 B.2.3", "4 B.2.4", "4 B.2.5", "4 B.2.6", "4 B.2.7", "4 B.2.11",
         "4 B.2.12", "4 B.3.1", "4 B.3.2", "4 B.3.3", "4 B.4.1", "4 B.4.3", "4 B.5.2", "4 B.5.3",
         "4 B.5.6", "4 B.5.8", "4-enh E.3.1", "4-enh E.6.2", "5 5.6", "5 5.8", "5 5.9"),
        _ALWAYS,
    ),
    "4 B.5.4": {True, False},
}  # fmt: skip
