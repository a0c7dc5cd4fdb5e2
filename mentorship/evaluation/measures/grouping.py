"""Makes levels and counts from short descriptions."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from mentorship.evaluation.cohorts import HalfYear, read_half_year
from mentorship.evaluation.measures.measure import One
from mentorship.evaluation.tables import CohortCounts, Dimension, Group, Level
from mentorship.evaluation.wording import both, half_year_name, half_year_names
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l

Described = Mapping[str, tuple[LazyText, Collection[str]]]
Counted = tuple[HalfYear, str, Collection[str]]  # when, what, through whom
WHOLE = "all"


def level(
    name: LazyText,
    groups: Described,
    title: LazyText | None = None,
    definition: LazyText | None = None,
) -> Level:
    return Level(
        both(name),
        tuple(
            Group(code, both(label), frozenset(parts)) for code, (label, parts) in groups.items()
        ),
        title=both(title) if title else None,
        definition=both(definition) if definition else None,
    )


def finest(name: LazyText, categories: Mapping[str, LazyText]) -> Level:
    return level(name, {code: (label, [code]) for code, label in categories.items()})


def whole(label: LazyText, categories: Iterable[str]) -> Level:
    return level(_l("all together"), {WHOLE: (label, list(categories))})


def counted(cohorts: Collection[HalfYear], events: Iterable[Counted]) -> dict[str, CohortCounts]:
    """One entry per cohort, also where nothing was counted."""
    counts = {cohort: Counter[str]() for cohort in cohorts}
    through: dict[HalfYear, dict[str, Counter[str]]] = {cohort: {} for cohort in cohorts}
    for cohort, category, known_to in events:
        if cohort in counts:
            counts[cohort][category] += 1
            through[cohort].setdefault(category, Counter()).update(set(known_to))
    return {
        cohort.code: CohortCounts(cohort.code, counts[cohort], contributors=through[cohort])
        for cohort in cohorts
    }


def counted_each(cohorts: Collection[HalfYear], found: Iterable[One]) -> dict[str, CohortCounts]:
    return counted(cohorts, ((one.cohort, one.row, one.through) for one in found))


def over_time(codes: Collection[str], label: LazyText) -> Dimension:
    """Half-years, years, pairs of years that begin with an even one, and all of them.

    A span has the same code however much of it is counted.
    """
    cohorts = sorted({read_half_year(code) for code in codes})
    return Dimension(
        both(_l("Half-year")),
        (
            Level(both(_l("per half-year")), tuple(_half_year(cohort) for cohort in cohorts)),
            Level(both(_l("per year")), _spans(cohorts, 1)),
            Level(both(_l("per two years")), _spans(cohorts, 2)),
            whole(label, [cohort.code for cohort in cohorts]),
        ),
    )


def _half_year(cohort: HalfYear) -> Group:
    code = cohort.code
    return Group(code, both(lambda: half_year_name(code)), frozenset({code}))


def _spans(cohorts: Collection[HalfYear], years: int) -> tuple[Group, ...]:
    spans: dict[int, set[str]] = {}
    for cohort in cohorts:
        spans.setdefault(cohort.year - cohort.year % years, set()).add(cohort.code)
    return tuple(_span(first, years, parts) for first, parts in spans.items())


def _span(first: int, years: int, parts: Collection[str]) -> Group:
    code, last = str(first), first + years - 1
    if len(parts) < 2 * years:  # not all of it is counted yet
        return Group(code, both(lambda: half_year_names(sorted(parts))), frozenset(parts))
    if years == 1:
        return Group(code, both(lambda: code), frozenset(parts))
    name = both(lambda: _("%(first)s and %(last)s", first=first, last=last))
    return Group(code, name, frozenset(parts))
