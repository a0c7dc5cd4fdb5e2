"""Which tables may leave the house, held against an attacker who tries every population."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.evaluation.disclosure.releases import Release, release_of, release_of_table
from mentorship.evaluation.disclosure.rules import Limits, Rule
from mentorship.evaluation.disclosure.verdicts import Outcome, Verdict, judge, judge_all
from mentorship.evaluation.measures.grouping import over_time
from mentorship.evaluation.tables import CohortCounts, Dimension, LevelsDoNotNest, Specification
from mentorship.foundation.i18n import lazy_gettext as _l
from tests.evaluation.attacker import Equation, Unknown, unsafe
from tests.evaluation.samples import FINE, PAIRED, WHOLE, cohort, counted, level, specification
from tests.evaluation.samples import words as in_words

TEN = Limits()


def verdict_on(*cohorts: CohortCounts, of: Specification | None = None, **more: object) -> Verdict:
    names = [one.cohort for one in cohorts]
    return judge(
        of or specification(),
        more.get("asked", names),  # type: ignore[arg-type]
        counted(*cohorts),
        more.get("earlier", ()),  # type: ignore[arg-type]
        TEN,
    )


def test_a_table_with_enough_people_everywhere_is_told_as_asked() -> None:
    told = verdict_on(cohort("2024-1", a=10, b=12, c=30))
    assert (told.outcome, told.broken) == (Outcome.AS_ASKED, ())
    assert told.table is not None
    assert [(row.code, row.count) for row in told.table.rows] == [("a", 10), ("b", 12), ("c", 30)]
    assert told.table.total == 52


@pytest.mark.parametrize(
    ("counts", "level_told", "broken"),
    [
        ({"a": 9, "b": 12, "c": 30}, 1, [Rule.SMALL_CELL]),
        ({"a": 0, "b": 12, "c": 30}, 1, [Rule.SMALL_CELL]),  # a nothing tells as well
        ({"a": 12, "b": 12, "c": 9}, 0, [Rule.SMALL_CELL, Rule.SMALL_CELL]),  # two together
        ({"a": 12, "b": 4, "c": 5}, 2, [Rule.SMALL_CELL, Rule.SMALL_CELL]),
        ({"a": 10, "b": 10, "c": 181}, 2, [Rule.NEARLY_ALL, Rule.NEARLY_ALL]),
        ({"a": 10, "b": 10, "c": 180}, 0, []),  # nine tenths is just allowed
        ({"a": 3, "b": 3, "c": 3}, None, [Rule.SMALL_CELL] * 3),
    ],
)
def test_what_breaks_a_rule_is_coarsened_or_refused(
    counts: dict[str, int], level_told: int | None, broken: list[Rule]
) -> None:
    told = verdict_on(cohort("2024-1", **counts))
    assert (told.table.level if told.table else None) == level_told
    assert list(told.broken) == broken


def test_a_structural_zero_is_no_secret() -> None:
    told = verdict_on(cohort("2024-1", a=12, b=30, impossible="c"))
    assert told.outcome is Outcome.AS_ASKED
    assert told.table is not None
    assert [row.count for row in told.table.rows] == [12, 30, None]


def test_where_only_one_group_is_possible_all_are_in_it_by_definition() -> None:
    told = verdict_on(cohort("2024-1", a=12, impossible="bc"))
    assert told.outcome is Outcome.AS_ASKED


def test_who_brought_nearly_all_could_work_out_the_rest() -> None:
    through = {"a": {"referrer:1": 9, "referrer:2": 3}, "b": {}, "c": {}}
    told = verdict_on(cohort("2024-1", a=12, b=12, c=12, contributors=through))
    assert told.table is not None
    assert (told.table.level, told.broken) == (1, (Rule.ONE_CONTRIBUTOR,))


def test_who_has_no_known_sender_may_have_come_through_the_largest_one() -> None:
    """Somebody else stands behind most of the mentors; each kind is looked at by itself."""
    through = {"mentor:1": 6, "mentor:2": 6, "referrer:1": 4, "referrer:2": 8}
    enough = verdict_on(cohort("2024-1", a=20, b=20, c=20, contributors={"a": through}))
    assert enough.outcome is Outcome.AS_ASKED
    some = {"a": {**through, "referrer:": 3}}
    told = verdict_on(cohort("2024-1", a=20, b=20, c=20, contributors=some))
    assert told.broken == (Rule.ONE_CONTRIBUTOR,)


def test_a_sender_takes_its_own_from_what_is_left_beside_those_without_an_answer() -> None:
    wanted = replace(specification(level("in two", ab="ab", c="c")), outside="a")
    through = {"a": {"referrer:1": 1, "referrer:2": 29}, "b": {"referrer:1": 12, "referrer:2": 3}}
    told = verdict_on(cohort("2024-1", a=30, b=15, c=20, contributors=through), of=wanted)
    assert told.broken == (Rule.ONE_CONTRIBUTOR,)


def rows_in(verdict: Verdict) -> dict[str, int | None]:
    return {} if verdict.told is None else {row.code: row.count for row in verdict.told.rows}


def test_groups_that_are_too_small_are_one_row_where_no_level_passes() -> None:
    """The fewest people that will do, and what they are called says what they are."""
    four = level("per kind", a="a", b="b", c="c", d="d"), level("all", all="abcd")
    wanted = specification(*four)
    told = verdict_on(cohort("2024-1", a=30, b=4, c=12, d=25), of=wanted)
    assert rows_in(told) == {"a": 30, "d": 25, "b+c": 16}
    assert (told.outcome, told.broken) == (Outcome.COARSENED, (Rule.SMALL_CELL,))
    assert told.table is not None
    assert told.table.rows[-1].label.en == "these groups together: b; c"
    # Nearly all in one group: together with others it isn't one by itself.
    assert rows_in(verdict_on(cohort("2024-1", a=300, b=4, c=12, d=12), of=wanted)) == {}
    # Half-years have years for that, and a start and an end are told in the same groups.
    for changed in ({"is_over_time": True}, {"pair": "both"}):
        alone = verdict_on(cohort("2024-1", a=30, b=4, c=12, d=25), of=replace(wanted, **changed))
        assert alone.told is None


def test_other_groups_together_in_a_later_bundle_give_none_away() -> None:
    """a, b+c, d and then a+b, c, d would tell b of the first half-year."""
    four = level("per kind", a="a", b="b", c="c", d="d"), level("all", all="abcd")
    wanted = specification(*four)
    first = cohort("2024-1", a=30, b=4, c=12, d=25)
    second = cohort("2024-2", a=14, b=16, c=15, d=15)
    before = verdict_on(first, of=wanted)
    assert before.table is not None
    earlier = [release_of_table(before.table)]
    told = verdict_on(first, second, of=wanted, earlier=earlier)
    assert told.table is None or "b" not in rows_in(told)
    alone = verdict_on(first, second, of=wanted)
    assert rows_in(alone)["b"] == 20


def test_a_sender_takes_its_own_from_what_two_totals_differ_by() -> None:
    first, second = specification(name="first"), specification(WHOLE, name="second")
    sent = {code: {"referrer:1": 4} for code in "abc"}
    cohorts = counted(
        cohort("2024-1", a=20, b=20, c=20), cohort("2024-2", a=5, b=5, c=5, contributors=sent)
    )
    earlier = [release_of(first, ["2024-1"], 0)]
    told = judge(second, ["2024-1", "2024-2"], cohorts, earlier, TEN)
    assert (told.outcome, told.broken) == (Outcome.REFUSED, (Rule.DIFFERENCE,))


def test_an_open_cohort_is_never_told() -> None:
    told = verdict_on(cohort("2024-1", a=20, b=20, c=20), asked=["2024-1", "2024-2"])
    assert (told.outcome, told.broken) == (Outcome.REFUSED, (Rule.COHORT_OPEN,))


def test_a_refusal_names_the_wider_table_that_would_pass() -> None:
    small = {"a": 5, "b": 5, "c": 6}
    cohorts = [cohort(name, **small) for name in ("2024-1", "2024-2", "2025-1")]
    told = judge(specification(FINE), ["2024-2"], counted(*cohorts), (), TEN)
    assert told.outcome is Outcome.REFUSED
    assert told.wider is not None
    assert (told.wider.level, told.wider.cohorts) == (0, ("2024-1", "2024-2"))


def test_what_a_release_adds_to_an_earlier_one_has_to_pass_by_itself() -> None:
    old, new = cohort("2024-1", a=20, b=20, c=20), cohort("2024-2", a=20, b=3, c=20)
    earlier = [release_of(specification(), ["2024-1"], 0)]
    told = verdict_on(old, new, earlier=earlier)
    # Also coarser: who has the finest table of the first half-year has the rest of the second.
    assert told.broken[0] is Rule.DIFFERENCE
    assert told.table is not None
    assert told.table.level == 1


def test_the_same_again_is_no_difference() -> None:
    told = verdict_on(
        cohort("2024-1", a=20, b=20, c=20), earlier=[release_of(specification(), ["2024-1"], 0)]
    )
    assert told.outcome is Outcome.AS_ASKED


def test_another_edition_is_not_told_about_half_years_that_an_earlier_one_told() -> None:
    """One person counted in another group by the new edition would be all that differs."""
    cohorts = [cohort("2024-1", a=20, b=20, c=20), cohort("2024-2", a=20, b=20, c=20)]
    earlier = [release_of(specification(), ["2024-1"], 2)]
    newer = specification(edition=2)
    told = verdict_on(*cohorts, of=newer, earlier=earlier)
    assert (told.outcome, set(told.broken)) == (Outcome.REFUSED, {Rule.OTHER_EDITION})
    assert told.wider is None
    later = verdict_on(*cohorts, of=newer, earlier=earlier, asked=["2024-2"])
    assert later.outcome is Outcome.AS_ASKED


def test_three_releases_that_give_away_what_no_two_do() -> None:
    """{1, 2}, {2, 3} and {1, 3} are enough to work out every one of the three."""
    one, two, three = (cohort(f"2024-{n}", a=6, b=6, c=7) for n in (1, 2, 3))
    earlier = [
        release_of(specification(), ["2024-1", "2024-2"], 0),
        release_of(specification(), ["2024-2", "2024-3"], 0),
    ]
    told = verdict_on(one, two, three, asked=["2024-1", "2024-3"], earlier=earlier)
    assert told.outcome is Outcome.REFUSED
    assert Rule.DIFFERENCE in told.broken


def test_totals_of_two_tables_about_the_same_people_differ_by_many_or_by_nobody() -> None:
    first, second = specification(name="first"), specification(WHOLE, name="second")
    cohorts = counted(cohort("2024-1", a=20, b=20, c=20), cohort("2024-2", a=2, b=3, c=4))
    earlier = [release_of(first, ["2024-1"], 0)]
    told = judge(second, ["2024-1", "2024-2"], cohorts, earlier, TEN)
    assert (told.outcome, told.broken) == (Outcome.REFUSED, (Rule.DIFFERENCE,))
    other = [Release("first", 1, "other people", frozenset({"2024-1"}), 0)]
    assert judge(second, ["2024-1", "2024-2"], cohorts, other, TEN).outcome is Outcome.TOTAL_ONLY


def test_tables_of_one_bundle_know_of_each_other() -> None:
    cohorts = counted(cohort("2024-1", a=20, b=20, c=20))
    both = [specification(name="first"), specification(PAIRED, WHOLE, name="second")]
    told = judge_all(both, ["2024-1"], {one.id: cohorts for one in both}, (), TEN)
    assert [one.outcome for one in told] == [Outcome.AS_ASKED, Outcome.AS_ASKED]


def test_one_row_is_no_table_and_says_what_would_help() -> None:
    cohorts = [cohort(name, a=8, b=2, c=8) for name in ("2024-1", "2024-2")]
    told = judge(specification(), ["2024-1"], counted(*cohorts), (), TEN)
    assert told.table is not None
    assert (told.outcome, told.told, told.table.total) == (Outcome.TOTAL_ONLY, None, 18)
    assert told.wider is not None
    assert (told.wider.level, told.wider.cohorts) == (1, ("2024-1", "2024-2"))


def test_a_beginning_and_its_end_are_told_in_the_same_detail() -> None:
    """Read side by side, in other detail they would look like a change."""
    before, after, alone = (
        replace(specification(name=name), pair=pair)
        for name, pair in (("before", "both"), ("after", "both"), ("alone", None))
    )
    fine, coarse = cohort("2024-1", a=20, b=20, c=20), cohort("2024-1", a=55, b=3, c=20)
    numbers = {"before": counted(fine), "after": counted(coarse), "alone": counted(fine)}
    told = judge_all([before, after, alone], ["2024-1"], numbers, (), TEN)
    assert [one.table.level for one in told if one.table] == [1, 1, 0]
    assert [one.broken for one in told] == [(Rule.SAME_LEVEL,), (Rule.SMALL_CELL,), ()]
    without_end = judge_all([before], ["2024-1"], numbers, (), TEN)
    assert without_end[0].outcome is Outcome.AS_ASKED
    # Where of the end only the total may be told, the beginning isn't read as one.
    numbers["after"] = counted(cohort("2024-1", a=5, b=3, c=5))
    told = judge_all([before, after], ["2024-1"], numbers, (), TEN)
    assert [one.outcome for one in told] == [Outcome.AS_ASKED, Outcome.TOTAL_ONLY]


def test_who_stands_with_those_without_an_answer_is_many_by_themselves() -> None:
    """Another question of the same check-in tells that twelve gave no answer: three are left."""
    levels = (FINE, level("in two", ab="ab", c="c"), WHOLE)  # a is no answer, b a low one
    wanted = replace(specification(*levels), outside="a")
    told = verdict_on(cohort("2024-1", a=12, b=3, c=6), of=wanted)
    assert (told.outcome, told.broken) == (Outcome.TOTAL_ONLY, (Rule.SMALL_CELL,) * 2)
    told = verdict_on(cohort("2024-1", a=12, b=3, c=20), of=wanted)
    assert rows_in(told) == {"a": 12, "b+c": 23}  # no answer by itself, low and high together
    few_silent = verdict_on(cohort("2024-1", a=3, b=12, c=20), of=wanted)
    assert few_silent.outcome is Outcome.COARSENED
    # Nor by what a second bundle adds to the first.
    numbers = [cohort("2024-1", a=5, b=12, c=20), cohort("2024-2", a=12, b=3, c=20)]
    earlier = [release_of(wanted, ["2024-1"], 1)]
    added = verdict_on(*numbers, of=wanted, earlier=earlier)
    assert (added.outcome, added.broken) == (Outcome.TOTAL_ONLY, (Rule.DIFFERENCE,) * 2)


def test_a_table_over_time_shows_the_half_years_that_it_is_about() -> None:
    """Called by what is counted of a year, and held against earlier ones of other half-years."""
    dimension = over_time(["2024-1", "2024-2", "2025-1", "2025-2"], _l("all together"))
    wanted = replace(specification(), dimension=dimension, is_over_time=True)
    numbers = {"2024-1": 12, "2024-2": 7, "2025-1": 8, "2025-2": 20}
    cohorts = {code: CohortCounts(code, {code: number}) for code, number in numbers.items()}

    def told(*asked: str, earlier: tuple[str, ...] = ()) -> dict[str, int | None]:
        before = [release_of(wanted, earlier, 0)] if earlier else []
        table = judge(wanted, asked, cohorts, before, TEN).table
        return {row.label.en: row.count for row in table.rows} if table else {}

    assert told("2024-1", "2025-2") == {"first half of 2024": 12, "second half of 2025": 20}
    assert told("2024-1", "2024-2", "2025-1", "2025-2") == {"2024": 19, "2025": 28}
    assert told("2024-1", "2025-1", "2025-2") == {"first half of 2024": 12, "2025": 28}
    # With the first half-year in hand seven would be left of the year.
    assert told("2024-1", "2024-2", earlier=("2024-1",)) == {}
    # What would help is a table: two half-years of one year would be one row again.
    wider = judge(wanted, ["2025-1"], cohorts, (), TEN).wider
    assert wider is not None
    assert wider.cohorts == ("2024-1", "2024-2", "2025-1", "2025-2")


def test_levels_have_to_nest() -> None:
    with pytest.raises(LevelsDoNotNest):
        Dimension(in_words("Kind"), (PAIRED, level("across", ac="ac", b="b")))
    with pytest.raises(LevelsDoNotNest):
        Dimension(in_words("Kind"), (FINE, level("some", ab="ab")))


# --- Against the attacker -----------------------------------------------------------------------

_SMALL = Limits(threshold=2)
_SHAPES = {
    "three cohorts": (("1", "2", "3"), "ab", (level("fine", a="a", b="b"), level("all", x="ab"))),
    "three groups": (("1", "2"), "abc", (FINE, PAIRED, WHOLE)),
}


World = tuple[Specification, dict[str, CohortCounts], list[set[str]]]
_NOBODY = ""


@st.composite
def worlds(draw: st.DrawFn, senders: Sequence[str] = ()) -> World:
    """With senders everybody came through one of them."""
    names, categories, levels = _SHAPES[draw(st.sampled_from(sorted(_SHAPES)))]
    impossible = draw(st.sets(st.sampled_from(categories), max_size=1))
    most, cohorts = 4 // (len(senders) or 1), {}
    for name in names:
        sent = {
            code: {one: draw(st.integers(0, most)) for one in senders or [_NOBODY]}
            for code in categories
            if code not in impossible
        }
        counts = {code: sum(sent.get(code, {}).values()) for code in categories}
        through = sent if senders else {}
        cohorts[name] = CohortCounts(name, counts, frozenset(impossible), through)
    asked = draw(st.lists(st.sets(st.sampled_from(names), min_size=1), min_size=1, max_size=4))
    return specification(*levels), cohorts, asked


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_nothing_that_was_released_gives_a_small_group_away(world: World) -> None:
    equations, truth = _told(world)
    if equations:
        assert unsafe(equations, truth, _SMALL.threshold) == []


@settings(max_examples=150, deadline=None)
@given(worlds(senders=("referrer:1", "referrer:2")))
def test_nor_to_a_municipality_that_knows_whom_it_sent(world: World) -> None:
    """It takes its own away from every number, and works on with what is left."""
    equations, truth = _told(world)
    _, cohorts, _ = world
    for sender in ("referrer:1", "referrer:2"):
        own = {
            (name, code): who[sender]
            for name, cohort in cohorts.items()
            for code, who in cohort.contributors.items()
        }
        others = {one: number - own.get(one, 0) for one, number in truth.items()}
        left = [
            (members, number - sum(own.get(one, 0) for one in members))
            for members, number in equations
        ]
        if left:
            assert unsafe(left, others, _SMALL.threshold) == []


def _told(world: World) -> tuple[list[Equation], dict[Unknown, int]]:
    """What is known from all releases, one after the other, and the truth about it."""
    wanted, cohorts, asked = world
    releases: list[Release] = []
    equations: list[Equation] = []
    for names in asked:
        told = judge(wanted, names, cohorts, releases, _SMALL)
        if told.table is None:
            continue
        releases.append(release_of_table(told.table))
        groups = wanted.groups(told.table.level, told.table.pooled)
        for row, group in zip(told.table.rows, groups, strict=True):
            members = {
                (name, part)
                for name in names
                for part in group.parts
                if part not in cohorts[name].impossible
            }
            assert (row.count is None) == (not members)
            if row.count is not None:
                assert row.count == sum(cohorts[name].counts[part] for name, part in members)
                equations.append((frozenset(members), row.count))
    truth = {(c.cohort, code): n for c in cohorts.values() for code, n in c.counts.items()}
    return equations, truth


def test_the_attacker_finds_what_a_partly_hidden_table_gives_away() -> None:
    """With the total beside it, the one cell that is left out is known to the letter."""
    truth = {("1", "a"): 5, ("1", "b"): 1, ("1", "c"): 6}
    everybody = frozenset(truth)
    shown = [(frozenset({("1", "a")}), 5), (frozenset({("1", "c")}), 6), (everybody, 12)]
    assert unsafe(shown, truth, 2) != []
