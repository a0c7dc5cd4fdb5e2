"""Which few tables everybody gets, and what they are called over a whole year."""

from dataclasses import dataclass

from mentorship.evaluation.measures import closures, matches, referrals, training
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A measure of the bundles, without House or municipality at any level.

    `headline` is the one number that stands for the year: of the row `counts`, or of all together
    where that is None. It is missing where that row isn't told by itself.
    """

    measure: str
    title: LazyText
    headline: LazyText
    definition: LazyText
    counts: str | None = None


TABLES = (
    OpenTable(
        referrals.BY_OUTCOME.id,
        _l("What came of the referrals"),
        _l("Referrals decided on"),
        _l(
            "Referrals of a young person that came in during the year, by what the mentor "
            "consultant decided. Not counted is who took part and does not agree with evaluation."
        ),
    ),
    OpenTable(
        matches.BY_ANSWER.id,
        _l("What came of the matches that were chosen"),
        _l("Matches started"),
        _l(
            "Matches of a young person and a mentor that a mentor consultant chose during the "
            "year, by what both answered. Only young people who agree with evaluation are counted."
        ),
        counts="started",
    ),
    OpenTable(
        closures.BY_KIND.id,
        _l("How trajectories ended"),
        _l("Trajectories that began"),
        _l(
            "Trajectories of which the first meeting was in this year, by how they ended, also "
            "when that was later. Only young people who agree with evaluation are counted."
        ),
    ),
    OpenTable(
        training.TRAINED.id,
        _l("Mentors who completed their training"),
        _l("Mentors trained"),
        _l("Mentors who got their certificate in this year."),
    ),
)
MEASURES = tuple(one.measure for one in TABLES)
