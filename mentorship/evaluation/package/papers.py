"""The papers that people read: how it was counted, and on which terms it was given."""

from mentorship.evaluation.package.content import Content
from mentorship.evaluation.wording import (
    OUTCOMES,
    OUTSIDE,
    half_year_names,
    reasons_outside,
)
from mentorship.foundation.i18n import current_language, format_date, speaking
from mentorship.foundation.i18n import gettext as _

METHODS, TERMS = "methods.md", "terms.md"


def methods(content: Content) -> bytes:
    with speaking(content.language):
        parts = [
            f"# {_('How it was counted')}",
            _("Half-years: %(names)s.", names=half_year_names(content.cohorts)),
            *rules_told(content),
        ]
        for one in content.measured:
            verdict, language = one.verdict, current_language()
            parts += [
                f"## {_marked(one.title.said_in(language))}",
                one.question.said_in(language),
                one.definition.said_in(language),
                _(
                    "Edition %(edition)s of this table; %(outcome)s.",
                    edition=verdict.specification.edition,
                    outcome=OUTCOMES[verdict.outcome],
                ),
                *(str(OUTSIDE[code]) for code in reasons_outside(verdict.broken)),
            ]
        return _joined(parts)


def rules_told(content: Content) -> list[str]:
    """What was done so that nobody can be recognised, in plain words."""
    return [
        _(
            "A half-year is counted once everything that began in it has ended. The figures are "
            "kept as they were then and are not counted again."
        ),
        _(
            "Figures about young people count only those who agree that their data are used for "
            "evaluation. How many there are without that is not told."
        ),
        _(
            "Every number stands for at least %(threshold)s people, also a nothing: a table with "
            "fewer in a group is told coarser, over more half-years, or not at all. A dash says "
            "that nobody can be in a group by definition.",
            threshold=content.limits.threshold,
        ),
        _(
            "No group holds more than nine out of ten, and no table says something small together "
            "with an earlier bundle, whoever got that."
        ),
        _("The figures describe the programme. They say nothing about what caused a change."),
    ]


def terms(content: Content) -> bytes:
    with speaking(content.language):
        rows = [f"- {name}: {_marked(value)}" for name, value in terms_rows(content)]
        return _joined(
            [
                f"# {_('Terms of use')}",
                "\n".join(rows),
                _("Use the bundle for this purpose only, and do not pass it on."),
                _("Do not try to recognise anybody, and do not put it together with other data."),
                _("Destroy all copies by the last day, and say on the website that you did."),
            ]
        )


def terms_rows(content: Content) -> list[tuple[str, str]]:
    given = content.terms
    return [
        (_("For"), given.organisation),
        (_("Purpose"), given.purpose),
        (_("Legal basis"), given.legal_basis.said_in(current_language())),
        (_("Agreement"), given.agreement),
        (_("Released on"), format_date(given.released_on)),
        (_("To be downloaded until"), format_date(given.expires_on)),
        (_("Destroy by"), format_date(given.destroy_by)),
        (_("Number of the bundle"), str(content.id)),
    ]


def _marked(text: str) -> str:
    """One line that Markdown takes as it is."""
    return "".join(
        f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in " ".join(text.split())
    )


def _joined(parts: list[str]) -> bytes:
    return ("\n\n".join(parts) + "\n").encode()
