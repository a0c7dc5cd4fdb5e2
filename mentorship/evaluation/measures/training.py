"""How many mentors completed their training, over time."""

from collections.abc import Collection, Sequence

from sqlmodel import col, select

from mentorship.evaluation.cohorts import HalfYear, half_year_of
from mentorship.evaluation.measures.grouping import counted, over_time
from mentorship.evaluation.measures.measure import Counts, Found, Measure
from mentorship.evaluation.measures.per_trajectory import AS_MEANT
from mentorship.evaluation.tables import Specification
from mentorship.evaluation.wording import both
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.training.models import Certificate

_ALL = _l("all mentors who completed the training")


def source(db: Db) -> Found:
    """A certificate is given once and for all, so nothing stays open."""
    days = db.exec(select(col(Certificate.issued_on)))
    return Found(frozenset(half_year_of(day) for day in days), frozenset())


def _specify(db: Db, cohorts: Sequence[str]) -> Specification:
    return Specification(
        id=TRAINED.id,
        edition=TRAINED.edition,
        title=both(TRAINED.title),
        unit=both(_l("mentors")),
        population="trained-mentors",
        dimension=over_time(cohorts, _ALL),
        is_over_time=True,
    )


def _count(db: Db, cohorts: Collection[HalfYear]) -> Counts:
    """Every half-year is its own row."""
    issued = [half_year_of(day) for day in db.exec(select(col(Certificate.issued_on)))]
    return counted(cohorts, ((cohort, cohort.code, ()) for cohort in issued))


TRAINED = Measure(
    id="mentors-trained",
    edition=1,
    title=_l("Mentors who completed their training"),
    question=AS_MEANT,
    definition=_l("Mentors who got their certificate during the half-year."),
    specify=_specify,
    count=_count,
)
MEASURES = (TRAINED,)
