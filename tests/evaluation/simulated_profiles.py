"""Years of birth, genders and Houses of the three hundred, put in afterwards with an own chance,
so that nothing else in that world is another."""

from datetime import UTC, datetime
from random import Random

from sqlmodel import select

from mentorship.foundation import vault
from mentorship.foundation.db import Database
from mentorship.profiles.profile import MenteeProfile, stored
from mentorship.referrals.mentees.models import Mentee, MenteeWishes
from tests.accounts.people import HOUSE

OTHER_HOUSE = "ZW"
# What nobody may find in any file.
NAME, PLACE = "Kanarieyara", "Kanarieveld achter de kerk"
_GENDERS = ("man", "man", "man", "woman", "woman", None)
_BIRTHS = (2004, 2005, 2006, 2007, 2008, 2009, 2010)
_DAY = datetime(2023, 11, 1, tzinfo=UTC)


def with_profiles(database: Database, seed: int = 12) -> None:
    dice = Random(seed)
    with database.writing() as db:
        found = sorted(db.exec(select(Mentee)), key=lambda one: one.id)
        for mentee in found:
            database.keys.ensure(mentee.subject_id)
            vault.write(
                db, mentee, birth_year=str(dice.choice(_BIRTHS)), first_name=NAME,
                contact_details=PLACE,
            )  # fmt: skip
            mentee.house_code = dice.choice((HOUSE, HOUSE, OTHER_HOUSE))
            wishes = MenteeWishes(
                subject_id=mentee.subject_id, mentee_id=mentee.id, is_complete=False,
                changed_at=_DAY,
            )  # fmt: skip
            vault.write(db, wishes, profile=stored(MenteeProfile(gender=dice.choice(_GENDERS))))
            db.add(wishes)
        db.commit()
