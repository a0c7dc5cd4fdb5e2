"""Which columns a row about one trajectory has: what others may know of somebody, and the rest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mentorship.evaluation.disclosure.records import Hierarchy, Sensitive
from mentorship.evaluation.measures import closures, dose, lasting
from mentorship.evaluation.measures.grouping import WHOLE, finest, level, over_time, whole
from mentorship.evaluation.measures.measure import Measure
from mentorship.evaluation.measures.referrals import PARTNERS
from mentorship.evaluation.tables import Dimension, Group, Level, Words
from mentorship.evaluation.wording import both
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.region.queries import houses

AGE, GENDER, HOUSE, PARTNER, HALF_YEAR = "age_band", "gender", "house", "partner", "half_year"
UNKNOWN = "unknown"
_AGES: dict[str, LazyText] = {
    "0-15": _l("15 or younger"),
    "16-17": _l("16 or 17"),
    "18-20": _l("18 to 20"),
    "21-24": _l("21 to 24"),
    "25-": _l("25 or older"),
    UNKNOWN: _l("not known"),
}
AGES_FROM = ((0, "0-15"), (16, "16-17"), (18, "18-20"), (21, "21-24"), (25, "25-"))
_GENDERS: dict[str, LazyText] = {
    "woman": _l("woman"),
    "man": _l("man"),
    "other": _l("other"),
    UNKNOWN: _l("not known"),
}
_SENDERS: dict[str, LazyText] = {**PARTNERS, UNKNOWN: _l("without a referral, or not known")}


@dataclass(frozen=True, slots=True)
class Known:
    """A column by which somebody might be recognised, and the ways to make it coarser."""

    name: str
    dimension: Dimension
    description: Words

    @property
    def hierarchy(self) -> Hierarchy:
        first, *coarser = self.dimension.levels
        return Hierarchy(
            self.name,
            {
                group.code: tuple(_holding(group, one).code for one in coarser)
                for group in first.groups
            },
        )


def _holding(group: Group, coarser: Level) -> Group:
    return next(one for one in coarser.groups if group.parts <= one.parts)


@dataclass(frozen=True, slots=True)
class Inside:
    """A column that nobody may learn of one person; it answers the question of a measure."""

    name: str
    measure: Measure

    @property
    def sensitive(self) -> Sensitive:
        return Sensitive(self.name)


INSIDE = (
    Inside("end_kind", closures.BY_KIND),
    Inside("duration", lasting.DURATION),
    Inside("meetings", dose.SESSIONS_MET),
    Inside("end_steps", closures.FORMAL_CLOSURE),
)


# Groups of other tables that rows answer too: how it ended after how long, and what was planned.
COUNTABLE = frozenset(
    {
        (lasting.ATTRITION.id, ""),
        (closures.BY_REASON.id, closures.PLANNED_END),
        (closures.BY_WHOM.id, closures.PLANNED_END),
    }
)


def known_columns(db: Db, cohorts: Sequence[str]) -> tuple[Known, ...]:
    return (_age(), _gender(), _house(db), _partner(), half_year_column(cohorts))


def _not_told(codes: Collection[str]) -> Level:
    return level(_l("not told"), {WHOLE: (_l("not told"), codes)})


def _age() -> Known:
    halves = level(
        _l("under 18, or 18 and older"),
        {
            "0-17": (_l("under 18"), ["0-15", "16-17"]),
            "18-": (_l("18 or older"), ["18-20", "21-24", "25-"]),
            UNKNOWN: (_AGES[UNKNOWN], [UNKNOWN]),
        },
    )
    return Known(
        AGE,
        Dimension(both(_l("Age")), (finest(_l("in five groups"), _AGES), halves, _not_told(_AGES))),
        both(_l("The year of the first meeting less the year of birth.")),
    )


def _gender() -> Known:
    levels = (finest(_l("as in the profile"), _GENDERS), _not_told(_GENDERS))
    return Known(
        GENDER,
        Dimension(both(_l("Gender")), levels),
        both(_l("As it stands in the profile for matching.")),
    )


def _house(db: Db) -> Known:
    codes = {house.code: house.name for house in houses(db)}
    groups = (Group(code, Words(name, name), frozenset({code})) for code, name in codes.items())
    levels = (Level(both(_l("per House")), tuple(groups)), whole(_l("the whole region"), codes))
    return Known(
        HOUSE,
        Dimension(both(_l("House")), levels),
        both(_l("The House that the young person belongs to.")),
    )


def _partner() -> Known:
    others = [code for code in _SENDERS if code != "justice"]
    sides = level(
        _l("justice side and the others"),
        {
            "others": (_l("schools, care, municipalities, or not known"), others),
            "justice": (PARTNERS["justice"], ["justice"]),
        },
    )
    groups = finest(_l("per group of partners"), _SENDERS)
    return Known(
        PARTNER,
        Dimension(both(_l("Kind of partner")), (groups, sides, _not_told(_SENDERS))),
        both(_l("The kind of organisation with whose referral the young person came.")),
    )


def half_year_column(cohorts: Sequence[str]) -> Known:
    over = over_time(cohorts, _l("all half-years together"))
    half_years, years, _two_years, together = over.levels
    return Known(
        HALF_YEAR,
        Dimension(over.label, (half_years, years, together)),
        both(_l("The half-year of the first meeting.")),
    )
