"""For a consultant: the young people of the House, from the intake to the wait for a match."""

from collections.abc import Iterator

from mentorship.accounts.access import UserActor
from mentorship.desk.headings import TOO_LONG
from mentorship.desk.tasks.task import Place, Pressing, Task, counted
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import ngettext
from mentorship.matching import counts as matching
from mentorship.referrals import policy
from mentorship.referrals.mentees import counts
from mentorship.referrals.mentees.counts import Asks


def tasks(db: Db, actor: UserActor) -> Iterator[Task]:
    mentees, day = policy.mentees_visible_to(actor), today(db)
    found = counts.counts_of(db, mentees, day)
    yield from _intakes(found)
    yield from _letters(found)
    too_long = matching.count_waiting_too_long(db, mentees, day)
    yield from counted(
        too_long,
        ngettext(
            "%(num)s young person waits longer for a mentor than we promised",
            "%(num)s young people wait longer for a mentor than we promised",
            too_long,
        ),
        _("Look who waits"),
        list_of(TOO_LONG),
        pressing=Pressing.LATE,
    )
    yield from _to_talk_over(found)
    yield from _to_complete(found)
    yield from _answers(found)


def list_of(asks: str) -> Place:
    """The page with exactly these people."""
    return Place("desk.young_people", {"about": str(asks)})


def _intakes(found: dict[Asks, int]) -> Iterator[Task]:
    late, soon = found[Asks.INTAKE_LATE], found[Asks.INTAKE_SOON]
    yield from counted(
        late,
        ngettext("%(num)s intake is late", "%(num)s intakes are late", late),
        _("Go on with what is late"),
        list_of(Asks.INTAKE_LATE),
        pressing=Pressing.LATE,
    )
    yield from counted(
        soon,
        ngettext(
            "%(num)s intake has to be done within a week",
            "%(num)s intakes have to be done within a week",
            soon,
        ),
        _("Look at the intakes"),
        list_of(Asks.INTAKE_SOON),
    )


def _letters(found: dict[Asks, int]) -> Iterator[Task]:
    late, soon = found[Asks.LETTER_LATE], found[Asks.LETTER_SOON]
    yield from counted(
        late,
        ngettext(
            "%(num)s young person did not get our letter in time",
            "%(num)s young people did not get our letter in time",
            late,
        ),
        _("Send what is late"),
        list_of(Asks.LETTER_LATE),
        more=_about_the_letter(),
        pressing=Pressing.LATE,
    )
    yield from counted(
        soon,
        ngettext(
            "%(num)s young person has to get our letter within a week",
            "%(num)s young people have to get our letter within a week",
            soon,
        ),
        _("Send the letters"),
        list_of(Asks.LETTER_SOON),
        more=_about_the_letter(),
    )


def _about_the_letter() -> str:
    return _("It tells what we keep and why, within a month of the referral.")


def _to_talk_over(found: dict[Asks, int]) -> Iterator[Task]:
    """Who came without a consultant, and who was said no about."""
    came, no = found[Asks.CAME_OVER], found[Asks.SAID_NO]
    yield from counted(
        came,
        ngettext(
            "%(num)s young person came from another House and has no consultant yet",
            "%(num)s young people came from another House and have no consultant yet",
            came,
        ),
        _("Take them over"),
        list_of(Asks.CAME_OVER),
    )
    yield from counted(
        no,
        ngettext(
            "Somebody said no to taking part of %(num)s young person",
            "Somebody said no to taking part of %(num)s young people",
            no,
        ),
        _("Talk about it"),
        list_of(Asks.SAID_NO),
    )


def _to_complete(found: dict[Asks, int]) -> Iterator[Task]:
    """What is missing before a match is looked for."""
    unknown, empty = found[Asks.NO_AUTHORITY], found[Asks.NO_PROFILE]
    yield from counted(
        unknown,
        ngettext(
            "Of %(num)s young person it is not known who holds authority",
            "Of %(num)s young people it is not known who holds authority",
            unknown,
        ),
        _("Write down who does"),
        list_of(Asks.NO_AUTHORITY),
    )
    yield from counted(
        empty,
        ngettext(
            "Of %(num)s young person the profile is not complete, so no match is looked for",
            "Of %(num)s young people the profile is not complete, so no match is looked for",
            empty,
        ),
        _("Complete the profile"),
        list_of(Asks.NO_PROFILE),
    )


def _answers(found: dict[Asks, int]) -> Iterator[Task]:
    own, guardians = found[Asks.CONSENT], found[Asks.GUARDIAN]
    yield from counted(
        own,
        ngettext(
            "Consent of %(num)s young person is awaited",
            "Consent of %(num)s young people is awaited",
            own,
        ),
        _("Ask for consent"),
        list_of(Asks.CONSENT),
        pressing=Pressing.AWAITED,
    )
    yield from counted(
        guardians,
        ngettext(
            "For %(num)s young person the answer of a parent or guardian is awaited",
            "For %(num)s young people the answer of a parent or guardian is awaited",
            guardians,
        ),
        _("Look who has to answer"),
        list_of(Asks.GUARDIAN),
        pressing=Pressing.AWAITED,
    )
