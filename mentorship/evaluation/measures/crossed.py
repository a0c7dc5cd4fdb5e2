"""Tables that put two others about the same people side by side: of whom was what so.

The two tables are told by themselves in any case; a crossed table tells which of their people are
the same ones. Those that are crossed hang together without a ring: no way leads from one table
over others back to itself. Then numbers that fit table by table in each half-year always fit as a
whole, so that it is enough to attack them with the tables that they share (decision 52). For the
same reason at most one is taken of tables that say parts of the same: of the kinds, reasons
and times of ends only the kind, and beside how often they met nothing that is empty where they
never did.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mentorship.evaluation.cohorts import HalfYear
from mentorship.evaluation.crosstabs import CrossSpecification, pair_code
from mentorship.evaluation.measures import closures, dose, referrals
from mentorship.evaluation.measures.grouping import counted_each
from mentorship.evaluation.measures.measure import Counts, Measure, One
from mentorship.evaluation.wording import both
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class CrossedMeasure:
    """Which tables are crossed; what is counted is said by these two."""

    id: str
    edition: int
    title: LazyText
    definition: LazyText
    rows: Measure
    columns: Measure

    @property
    def question(self) -> LazyText:
        return self.rows.question

    def specify(self, db: Db, cohorts: Sequence[str]) -> CrossSpecification:
        return CrossSpecification(
            id=self.id,
            edition=self.edition,
            title=both(self.title),
            rows=self.rows.specify(db, cohorts),
            columns=self.columns.specify(db, cohorts),
        )

    def count(self, db: Db, cohorts: Collection[HalfYear]) -> Counts:
        """By the codes of row and column together."""
        if self.rows.each is None or self.columns.each is None:
            raise ValueError("one of its tables can't be crossed")
        in_rows, in_columns = self.rows.each(db, cohorts), self.columns.each(db, cohorts)
        return counted_each(
            cohorts,
            (
                One(one.cohort, pair_code(one.row, in_columns[key].row), one.through)
                for key, one in in_rows.items()
            ),
        )


_AS_BOTH = _l("What the rows and the columns count stands at their own tables.")

PARTNER_BY_OUTCOME = CrossedMeasure(
    id="partner-by-outcome",
    edition=1,
    title=_l("What came of the referrals, per kind of partner"),
    definition=_AS_BOTH,
    rows=referrals.BY_PARTNER,
    columns=referrals.BY_OUTCOME,
)
MET_BY_END = CrossedMeasure(
    id="met-by-end",
    edition=1,
    title=_l("How trajectories ended, by how often they met"),
    definition=_AS_BOTH,
    rows=dose.SESSIONS_MET,
    columns=closures.BY_KIND,
)
STEPS_BY_END = CrossedMeasure(
    id="steps-by-end",
    edition=1,
    title=_l("Steps of the end, by how trajectories ended"),
    definition=_AS_BOTH,
    rows=closures.FORMAL_CLOSURE,
    columns=closures.BY_KIND,
)
CROSSED = (PARTNER_BY_OUTCOME, MET_BY_END, STEPS_BY_END)
