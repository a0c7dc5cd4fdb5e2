"""What the entry says of responsible use: why, who decides, what is never used, on which ground."""

from collections.abc import Iterator

from mentorship.foundation.i18n import gettext as _
from mentorship.matching.labels import KINDS_EXPLAINED, OUTCOMES
from mentorship.privacy.algorithm.fields import Field, Group, Items, Words
from mentorship.privacy.algorithm.known import Known
from mentorship.privacy.register_words import BASES


def responsible(told: Known) -> Group:
    return Group("responsible", _("Responsible use"), tuple(_fields(told)))


def _fields(told: Known) -> Iterator[Field]:
    yield Field("goal", _("Aim and impact"), tuple(map(Words, _goal())))
    yield Field("proportionality", _("Considerations"), tuple(map(Words, _considerations())))
    yield Field("human_intervention", _("Human intervention"), tuple(_people(told)))
    yield Field("risks", _("Risk management"), (Items(tuple(_risks())),))
    yield Field(
        "lawful_basis",
        _("Basis in law"),
        (Items(tuple(_bases(told))),),
        _("The law or decision that your task rests on, in plain words."),
    )
    yield Field(
        "lawful_basis_grouping",
        _("References to the basis in law"),
        to_add=_("The title of that law or decision, with a link."),
    )
    yield Field(
        "process_index_url",
        _("Link to the processing register"),
        to_add=_("Where the public part of your processing register stands."),
    )
    yield Field(
        "impacttoetsen",
        _("Impact assessments"),
        to_add=_("Which assessments were done (DPIA, IAMA), with a link; or why not."),
    )


def _goal() -> Iterator[str]:
    yield _(
        "The aim is that a young person who waits gets a mentor who fits: near enough, free at "
        "the same times, with a language and interests in common."
    )
    yield _(
        "Who gets a proposal may soon meet a mentor. Who gets none keeps waiting and takes part "
        "in the next round again. A match that runs is never touched, and nobody loses help by "
        "what the program computes."
    )


def _considerations() -> Iterator[str]:
    yield _(
        "Nobody can compare all pairs by hand. Choosing one by one can leave young people "
        "waiting who could have had a mentor. The program finds the best answer for all of them "
        "together and shows each number, so that everybody can check it."
    )
    yield _(
        "A model that learns from earlier matches was turned down: it would repeat whom we "
        "favoured before, and nobody could explain it. Choosing by hand stays possible."
    )
    yield _(
        "What counts how much is a choice of people. The coordinator sets it with a reason, looks "
        "beforehand what would change, and each version is kept."
    )
    yield _(
        "Under a floor nobody is proposed: waiting is better than a match that doesn't fit. The "
        "disadvantage is that somebody may wait longer; then the consultant sees why."
    )


def _people(told: Known) -> Iterator[Words | Items]:
    yield Words(_(
        "The program only proposes. A mentor consultant opens each pair, reads how it came about, "
        "and decides with a reason of their own. Accepting all of them at once isn't possible. "
        "The consultant chooses between:"
    ))  # fmt: skip
    yield Items(tuple(map(str, OUTCOMES.values())))
    yield Words(_("Beforehand a consultant can lay something down, with a reason:"))
    yield Items(tuple(map(str, KINDS_EXPLAINED.values())))
    yield Words(_(
        "Then the mentor and the young person are asked. Both may say no, without a reason too. "
        "A no has no consequences for the help they get."
    ))  # fmt: skip
    yield Words(_(
        "Who doesn't agree tells the mentor consultant, who looks again and explains every number. "
        "A young person, parent or mentor can also object to this use of their data, see or "
        "correct it, and withdraw consent; from then on they take part in no round."
    ))  # fmt: skip
    yield Words(_(
        "A complaint goes to the confidant, who stands apart from the people it is about, without "
        "an account: %(address)s. One can complain to the Dutch Data Protection Authority too.",
        address=f"{told.address}/complaints/new",
    ))  # fmt: skip


def _risks() -> Iterator[str]:
    yield _(
        "Unequal treatment: for what is listed under “Never used” there is no field, so that it "
        "can't count."
    )
    yield _(
        "Woman or man and age count only where a young person asks for it; languages only as the "
        "ability to talk with each other."
    )
    yield _(
        "Always coming last: weeks of waiting give points, and between equal answers a lot decides "
        "that is drawn anew in each round."
    )
    yield _(
        "A wrong answer: each is proven to be the best one. Its input is kept sealed for as long "
        "as the term allows, so that it can be computed again and compared."
    )
    yield _(
        "Old or wrong facts: when a consultant decides, the rules are checked once more. Who sees "
        "a mistake has it corrected and asks for a new round."
    )
    yield _(
        "A leak: what is about a person is stored sealed, with a key for each person, and each "
        "read leaves a trace that can be verified."
    )


def _bases(told: Known) -> Iterator[str]:
    return (
        str(BASES[basis])
        for basis in BASES
        if basis in {one.facts.legal_basis for one in told.kinds}
    )
