"""What the entry says of how it works: the data, the rules, the points, and the versions."""

from collections.abc import Iterator

from mentorship.foundation.i18n import format_date, format_number
from mentorship.foundation.i18n import gettext as _
from mentorship.matching.assignment.model import Criterion, Rule
from mentorship.matching.labels import rule_sentence, setting_name, setting_value
from mentorship.matching.words.facts import MENTEE_FACTS, MENTOR_FACTS
from mentorship.matching.words.objectives import objective_words
from mentorship.matching.words.points import points_words
from mentorship.matching.words.wording import CRITERION_NAMES, RULE_NAMES
from mentorship.privacy.algorithm.fields import Field, Grid, Group, Items, Part, Words
from mentorship.privacy.algorithm.known import Known
from mentorship.privacy.register_words import BASES, KINDS, SUBJECTS


def working(told: Known) -> Group:
    return Group("working", _("How it works"), tuple(_fields(told)))


def _fields(told: Known) -> Iterator[Field]:
    yield Field("source_data", _("Data"), tuple(_data(told)))
    yield Field("methods_and_models", _("Technical working"), tuple(_method(told)))
    yield Field(
        "provider",
        _("Supplier"),
        (Words(_("Developed for the programme itself, as free software (EUPL 1.2)")),),
        _("Who runs it for you, when that is somebody else."),
    )
    yield Field("publiccode", _("Link to the source code"), to_add=_("Where the code stands."))


def _data(told: Known) -> Iterator[Part]:
    yield Words(_("Of a young person the program uses:"))
    yield Items(tuple(map(str, MENTEE_FACTS.values())))
    yield Words(_("Of a mentor the program uses:"))
    yield Items(tuple(map(str, MENTOR_FACTS.values())))
    yield Words(_("Never used:"))
    yield Items((
        _("origin, ethnicity or nationality"),
        _("religion, belief or political opinion"),
        _("a score or suspicion about risk or radicalisation"),
        _("data of the police or of a case at the House"),
        _("photos and social media"),
        _("notes, goals, and answers to questionnaires"),
    ))  # fmt: skip
    yield Words(
        _(
            "Most of it young people and mentors tell themselves. Priority, pins and exclusions a "
            "mentor consultant lays down; the dates come from the course itself."
        )
    )
    yield Grid(
        _("The kinds of data that a round keeps"),
        (_("Kind of data"), _("About whom"), _("Legal basis")),
        tuple(
            (
                str(KINDS[one.data]),
                str(SUBJECTS[one.facts.subject]),
                str(BASES[one.facts.legal_basis]),
            )
            for one in told.kinds
        ),
    )
    yield Words(_("How long a round is kept: %(terms)s.", terms="; ".join(told.terms)))


def _method(told: Known) -> Iterator[Part]:
    yield Words(_(
        "It doesn't learn by itself. People set the rules and weights; the rest is exact "
        "arithmetic. In go the young people who wait and the mentors who are ready; out come "
        "at most one proposal for each young person, and for each who gets none the reason."
    ))  # fmt: skip
    yield from _rules_and_points(told)
    yield from _choosing(told)


def _rules_and_points(told: Known) -> Iterator[Part]:
    yield Words(_("Step 1. A pair is left out when one of these rules says so:"))
    yield Grid(
        _("Rules"),
        (_("Rule"), _("A pair is left out when")),
        tuple((str(RULE_NAMES[rule]), rule_sentence(rule)) for rule in Rule),
    )
    yield Words(_(
        "Woman or man and age are a rule only where the young person makes it a condition; a wish "
        "gives points. The distance is as the crow flies between the middles of two places, in "
        "whole metres, with the detour of a municipality on top."
    ))  # fmt: skip
    yield Words(_(
        "Step 2. Each other pair gets points, rounded down, times the weight. The sum is the fit."
    ))  # fmt: skip
    yield Grid(
        _("Criteria"),
        (_("Criterion"), _("Points"), _("Weight")),
        tuple(_criterion(told, criterion) for criterion in Criterion),
        numeric=(2,),
    )
    yield Words(_(
        "Step 3. A mentor of another House costs points. A pair whose fit is under the floor then "
        "is left out. Weeks of waiting give points on top. These numbers count:"
    ))  # fmt: skip
    yield Grid(_("Numbers"), (_("Setting"), _("Value")), tuple(_numbers(told)), numeric=(1,))


def _choosing(told: Known) -> Iterator[Part]:
    yield Words(_("Step 4. Of all answers that are possible one is chosen, proven to be the best:"))
    yield Words(objective_words(told.objective))
    yield Words(_(
        "A pair that a consultant pinned comes first, if it keeps all rules; only the floor "
        "doesn't count for it."
    ))  # fmt: skip
    yield Words(_(
        "A House takes on so many young people in a round, and a consultant so many at once, where "
        "a number was set for them: no more are proposed."
    ))  # fmt: skip
    yield Words(_("Step 5. Between answers that are just as good a lot decides, which is kept."))
    yield Words(_version(told))
    if told.versions:
        yield Grid(_("Versions"), (_("Version"), _("Counts since")), tuple(_versions(told)))


def _criterion(told: Known, criterion: Criterion) -> tuple[str, ...]:
    weight = format_number(told.policy.weights[criterion])
    return (str(CRITERION_NAMES[criterion]), points_words(criterion), weight)


def _numbers(told: Known) -> Iterator[tuple[str, str]]:
    for setting, value in told.values:
        if not setting.startswith("weights."):
            yield setting_name(setting), setting_value(value)


def _version(told: Known) -> str:
    if not told.versions:
        return _("The settings are the defaults of the programme; nobody has changed them.")
    newest = told.versions[0]
    return _(
        "Version %(number)s of the settings counts, since %(day)s. Every round names its version.",
        number=newest.number,
        day=format_date(newest.day),
    )


def _versions(told: Known) -> Iterator[tuple[str, str]]:
    for version in told.versions:
        yield str(version.number), format_date(version.day)
