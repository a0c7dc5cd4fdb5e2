"""What a page says of rows about single trajectories before the release: never a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorship.evaluation.records.verdicts import RecordsVerdict
from mentorship.evaluation.records.words import RULES
from mentorship.foundation.i18n import current_language, format_number, ngettext
from mentorship.foundation.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class ToldRecords:
    """Whether they may go; how many and how safe, with each column and its detail, first those by
    which somebody could be recognised, then what they answer; or why not."""

    may_go: bool
    facts: Sequence[str]
    levels: Sequence[tuple[str, str]] = ()
    answers: Sequence[tuple[str, str]] = ()


def told_of(verdict: RecordsVerdict, titles: Mapping[str, str]) -> ToldRecords:
    """`titles` are of the tables in this bundle, by id."""
    if verdict.broken is not None:
        why = str(RULES[verdict.broken])
        return ToldRecords(may_go=False, facts=[why, *_in_the_way(verdict, titles)])
    language = current_language()
    levels = zip(verdict.columns, verdict.told_at.values(), strict=True)
    return ToldRecords(
        may_go=True,
        facts=[
            ngettext(
                "There is %(num)s row, for each trajectory one.",
                "There are %(num)s rows, for each trajectory one.",
                len(verdict.rows),
            ),
            _(
                "At least %(k)s rows are alike in everything below (k). In every other column "
                "these have at least %(l)s different answers (l). Whoever knows some of these "
                "young people doesn't learn from that how it is with the others.",
                k=format_number(verdict.k),
                l=format_number(verdict.l),
            ),
            _(
                "Each answer is told as fine as a table of it may be. Taken together numbers can "
                "be counted that are too small for a table. That is why the rows go to this one "
                "evaluator, who promises not to look for anybody in them."
            ),
        ],
        levels=[
            (one.dimension.label.said_in(language), level.name.said_in(language))
            for one, level in levels
        ],
        answers=[
            (one.dimension.label.said_in(language), one.detail.said_in(language))
            for one in verdict.answers
        ],
    )


def _in_the_way(verdict: RecordsVerdict, titles: Mapping[str, str]) -> list[str]:
    ours = [title for one, title in titles.items() if one in verdict.hiding]
    if not ours:
        return []
    return [_("Leave these tables out, and look again: %(titles)s.", titles="; ".join(ours))]
