"""Small rounds of which every fit is chosen: ties, full Houses, chains, nobody and nothing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.soak import budget
from tests.soak.rounds import with_some_pins

from .generator import DAY
from .people import Mentee, Mentor, Round, Rules

THEMES_EACH = 10
HOUSES = ("NHN", "ZW", "")
# Sorted as text; a mentee and a mentor may well have the same number.
IDS = ("10", "9", "a", "B", "é", "=1", "a b")
PALETTES = ((0,), (5,), (0, 1), (0, 5, 10), (4, 5, 6), tuple(range(THEMES_EACH + 1)))
MENTEE = Mentee(
    id="",
    name="",
    latitude=52.5,
    longitude=4.8,
    slots=("mon-evening",),
    waiting_since=DAY,
)
MENTOR = Mentor(id="", name="", latitude=52.5, longitude=4.8, slots=("mon-evening",))

Fits = Mapping[tuple[str, str], int]


def often(short: int, long: int) -> settings:
    """How many rounds a test tries; to invent one takes longer than is usual."""
    return settings(
        max_examples=budget.examples(short, long),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def only_themes(weight: int = 1, **rules: object) -> Rules:
    """Settings under which nothing but themes earns points, and nothing else does by default."""
    weights = {**dict.fromkeys(Rules().weights, 0), "themes": weight}
    return replace(Rules(weights=weights, floor=0, points_per_week=0), **rules)


def round_of(
    fits: Fits,
    *,
    seats: Mapping[str, int],
    mentees: Mapping[str, dict[str, object]],
    standing: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> Round:
    """`fits` are shares of ten, per mentee and mentor; who isn't in there is excluded.

    Each mentee wants ten themes that nobody else wants; a mentor offers as many as the fit says.
    `mentees` are the facts of each but for those.
    """
    return Round(
        mentors=tuple(
            replace(
                MENTOR,
                id=mentor,
                capacity=free,
                standing=(standing or {}).get(mentor, ""),
                themes=tuple(
                    theme
                    for (one, other), fit in fits.items()
                    if other == mentor
                    for theme in _themes(one)[:fit]
                ),
            )
            for mentor, free in seats.items()
        ),
        mentees=tuple(
            replace(
                MENTEE,
                id=one,
                themes=_themes(one),
                excluded=tuple(mentor for mentor in seats if (one, mentor) not in fits),
                **facts,
            )
            for one, facts in mentees.items()
        ),
        rules=rules or only_themes(),
        day=DAY,
    )


def _themes(mentee: str) -> tuple[str, ...]:
    return tuple(f"{mentee} {number}" for number in range(THEMES_EACH))


def every_kind() -> st.SearchStrategy[Round]:
    return rounds() | thefts()


@st.composite
def rounds(draw: st.DrawFn, *, at_most: int = len(IDS), caps: bool = True) -> Round:
    """Each list of facts is either the same for everybody or anything, so that all things bind."""
    size = st.sampled_from([*([at_most] * 4), *range(at_most)])
    ids = st.permutations(IDS)
    mentees = draw(ids)[: draw(size)]
    mentors = draw(ids)[: draw(size)]

    def for_each(people: list[str], *values: object) -> dict[str, object]:
        some = draw(st.sampled_from([*[values] * 4, *((value,) for value in values)]))
        each = draw(st.lists(st.sampled_from(some), min_size=len(people), max_size=len(people)))
        return dict(zip(people, each, strict=True))

    classes = for_each(mentees, 1, 2, 3)
    houses = for_each(mentees, *HOUSES)
    names = for_each(mentees, "", "A", "A", "B") if caps else dict.fromkeys(mentees, "")
    consultants = {one: names[one] and f"{houses[one]}{names[one]}" for one in mentees}
    weeks = for_each(mentees, 0, 0, 3, 30)
    weight = draw(st.sampled_from([1, 1, 100]))
    rules = only_themes(
        weight,
        floor=draw(st.sampled_from([0, 0, 0, 0, 30 * weight])),
        stay_bonus=draw(st.sampled_from([0, 10, 35])),
        points_per_week=draw(st.sampled_from([0, 0, 10, 7])),
        caseload=draw(
            st.just({})
            | st.dictionaries(
                st.sampled_from(["NHN", "ZW"]), st.sampled_from([1, 2, 0, 3]), min_size=1
            )
        )
        if caps
        else {},
        consultants=draw(
            st.just({})
            | st.dictionaries(
                st.sampled_from(sorted({*consultants.values()} - {""}) or ["nobody's"]),
                st.sampled_from([1, 1, 2, 0]),
            )
        )
        if caps
        else {},
    )
    rnd = round_of(
        draw(_fits(mentees, mentors)),
        seats=for_each(mentors, 1, 0, 1, 2, 3),
        mentees={
            one: {
                "priority": classes[one],
                "house": houses[one],
                "consultant": consultants[one],
                "waiting_since": DAY - timedelta(weeks=weeks[one]),
            }
            for one in mentees
        },
        standing=for_each(mentors, "", *mentees[:2]),
        rules=rules,
    )
    return draw(_with_pins(rnd))


@st.composite
def _with_pins(draw: st.DrawFn, rnd: Round) -> Round:
    """None, some, or all that can be kept; those there were are taken out."""
    share = draw(st.sampled_from([0.0, 0.0, 0.0, 0.3, 1.0]))
    return with_some_pins(draw(st.randoms(use_true_random=False)), rnd, share)


@st.composite
def thefts(draw: st.DrawFn) -> Round:
    """Who is first takes a seat from one and the House's or the consultant's place from another
    of a later class.

    They stand among others: all pairs across fit with 0, but for those that are excluded.
    """
    rest = draw(rounds(at_most=4, caps=False))
    fit, house = st.integers(0, THEMES_EACH), {"house": "NHN", "consultant": "NHNA"}
    first, later = draw(st.sampled_from([(1, 3), (1, 2), (2, 3)]))
    trio = round_of(
        {("1", "v"): draw(fit), ("2", "v"): draw(fit), ("3", "w"): draw(fit)},
        seats={"v": 1, "w": draw(st.integers(1, 2))},
        mentees={"1": {"priority": first, **house}, "2": {"priority": later}}
        | {"3": {"priority": later, **house}},
    )
    cap = draw(st.sampled_from([1, 1, 2]))
    houses, consultants = draw(
        st.sampled_from([({"NHN": cap}, {}), ({}, {"NHNA": cap}), ({"NHN": 2}, {"NHNA": cap})])
    )
    rules = replace(rest.rules, caseload=houses, consultants=consultants)
    mentees = [*draw(_strangers(rest, trio)), *draw(_strangers(trio, rest))]
    return draw(_with_pins(Round((*trio.mentors, *rest.mentors), tuple(mentees), rules, DAY)))


@st.composite
def _strangers(draw: st.DrawFn, here: Round, there: Round) -> list[Mentee]:
    """The mentees of one round, who may go to few or all mentors of the other."""
    out = draw(st.sampled_from([(True,), (True, True, False), (True, False)]))
    return [
        replace(
            one,
            excluded=(*one.excluded, *(m.id for m in there.mentors if draw(st.sampled_from(out)))),
        )
        for one in here.mentees
    ]


@st.composite
def _fits(draw: st.DrawFn, mentees: list[str], mentors: list[str]) -> Fits:
    """A table with gaps, or a chain in which one more place moves everybody up by one."""
    fit = st.sampled_from(draw(st.sampled_from(PALETTES)))
    if draw(st.integers(0, 4)) == 0:
        near = [(i, j) for i in range(len(mentees)) for j in (i, i + 1) if j < len(mentors)]
        return {(mentees[i], mentors[j]): draw(fit) for i, j in near}
    gaps = draw(st.sampled_from([0, 1, 4, 8]))
    cell = st.sampled_from([*[True] * 3, *[False] * gaps])
    return {(one, other): draw(fit) for one in mentees for other in mentors if draw(cell)}
