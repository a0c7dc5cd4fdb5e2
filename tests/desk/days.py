"""What stands on somebody's day, in English."""

from mentorship.desk.tasks import Task, tasks_of
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import speaking
from tests.accounts.people import Person
from tests.referrals.senders import acting


def day_of(db: Db, who: Person) -> list[Task]:
    db.flush()
    with speaking("en"):
        return tasks_of(db, acting(db, who))


def titles(db: Db, who: Person) -> list[str]:
    return [task.title for task in day_of(db, who)]
