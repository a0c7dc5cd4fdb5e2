"""Which edition of the practice standards a measure follows, and which lines of it."""

from mentorship.foundation.i18n import LazyText, format_list
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.trajectories.standards import benchmarks

# The year in which each edition came out.
_YEARS = {"4": "2015"}


def benchmarks_of(*keys: str) -> LazyText:
    """Of one edition, by their keys; raises KeyError or ValueError for what isn't shipped."""
    found = [one for key in keys if (one := benchmarks.find(key)) is not None]
    if len(found) != len(keys):
        raise ValueError(f"no such benchmark: {keys}")
    (edition,) = {one.edition for one in found}
    return _l(
        "The practice standards are the Elements of Effective Practice for Mentoring (MENTOR, "
        "United States), edition %(edition)s of %(year)s, in our own words: %(lines)s.",
        edition=edition,
        year=_YEARS[edition],
        lines=LazyText(lambda: format_list(f"{one.id}, “{one.title}”" for one in found)),
    )
