"""The papers that people read: how it was counted, and on which terms it was given."""

from mentorship.evaluation.package import crossed, reading, records
from mentorship.evaluation.package.content import Content, CrossMeasured, Measured
from mentorship.evaluation.package.formats import FORMATS
from mentorship.evaluation.package.manifest import SIGNED
from mentorship.evaluation.wording import (
    OUTCOMES,
    OUTSIDE,
    demo_told,
    half_year_names,
    reasons_outside,
)
from mentorship.foundation.i18n import current_language, format_date, format_number, speaking
from mentorship.foundation.i18n import gettext as _

METHODS, TERMS, README = "methods.md", "terms.md", "readme.md"


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
                one.meaning.said_in(language),
                *([] if one.method is None else [one.method.said_in(language)]),
                *_detail(one),
                _(
                    "Edition %(edition)s of this table; %(outcome)s.",
                    edition=verdict.specification.edition,
                    outcome=OUTCOMES[verdict.outcome],
                ),
                *(str(OUTSIDE[code]) for code in reasons_outside(verdict.broken)),
            ]
        parts += [part for one_ in content.crossed for part in _crossed(one_)]
        return _joined([*parts, *_not_counted(content)])


def _not_counted(content: Content) -> list[str]:
    """What no table is about and why, what nobody asked for, and that no change was noted."""
    parts: list[str] = []
    uncounted = [
        f"- {_marked(name)}. {_marked(why)}"
        for one in reading.answers(content)
        for name, why in one.uncounted
    ]
    if uncounted:
        parts += [f"## {_('What is never counted, and why')}", "\n".join(uncounted)]
    unasked = [
        f"- {_marked(question)} {_marked(names)}" for question, names in reading.unasked(content)
    ]
    if unasked:
        parts += [f"## {_('Tables that were not asked for')}", "\n".join(unasked)]
    no_change = reading.no_change(content)
    if no_change is not None:
        parts += [f"## {_('What changed in the programme')}", no_change]
    return parts


def _crossed(one: CrossMeasured) -> list[str]:
    language, table = current_language(), one.verdict.table
    specification = one.verdict.specification
    return [
        f"## {_marked(one.title.said_in(language))}",
        one.question.said_in(language),
        _(
            "Crosses the tables %(rows)s and %(columns)s.",
            rows=f"`{specification.rows.id}`",
            columns=f"`{specification.columns.id}`",
        ),
        *([] if table is None else [crossed.note_of(table)]),
        _(
            "Edition %(edition)s of this table; %(outcome)s.",
            edition=specification.edition,
            outcome=OUTCOMES[one.verdict.outcome],
        ),
        *(str(OUTSIDE[code]) for code in reasons_outside(one.verdict.broken)),
    ]


def _detail(one: Measured) -> list[str]:
    """In which detail it is told, and of how many."""
    table, language = one.verdict.told, current_language()
    if table is None:
        return []
    return [
        _(
            "Told %(level)s; together %(total)s %(unit)s.",
            level=table.level_name.said_in(language),
            total=format_number(table.total),
            unit=table.specification.unit.said_in(language),
        )
    ]


def rules_told(content: Content) -> list[str]:
    """What was done so that nobody can be recognised, in plain words."""
    return [
        _(
            "A half-year is counted once everything that began in it has ended. The figures are "
            "kept as they were then and are not counted again."
        ),
        _(
            "The first meeting is the one at which mentor and young person are introduced to each "
            "other, as a rule with a mentor consultant there. A trajectory begins with it."
        ),
        _(
            "Figures about young people count only those who agree that their data are used for "
            "evaluation. How many there are without that is not told."
        ),
        *_of_few(content.limits.threshold),
        *_of_a_demo(content),
        _(
            "No group of a table holds more than nine out of ten. Where only one group would be "
            "left, the total is told once and no table. With the same table of an earlier bundle "
            "beside it, no small group can be worked out, whoever got that bundle."
        ),
        *_of_crossed(content),
        *records.said(content.records, content.limits.threshold),
        _(
            "Tables of which the groups hang together, as how long it lasted and how it ended "
            "when, were laid beside each other: no small group follows from them. What follows "
            "from other tables that are not crossed, put beside each other, was not looked at."
        ),
        _(
            "Who gave no answer counts in the total, so also in the shares; where they are a group "
            "of their own, the share without them stands beside it. Shares are rounded to whole "
            "percents, a half to the even one."
        ),
        _("The figures describe the programme. They say nothing about what caused a change."),
    ]


def _of_few(threshold: int) -> list[str]:
    return [
        _(
            "In every group of a table are at least %(threshold)s; a nothing isn't told either. A "
            "table with fewer in a group is told coarser, with some groups as one row, over more "
            "half-years, or not at all. A dash says that nobody can be in a group by definition.",
            threshold=threshold,
        ),
        _(
            "Whoever referred or guided some of these people knows them. So every group holds at "
            "least %(threshold)s without those of any one organisation or mentor too; all offices "
            "of a municipality count as one organisation.",
            threshold=threshold,
        ),
    ]


def _of_crossed(content: Content) -> list[str]:
    """Only where one was asked for."""
    if not content.crossed:
        return []
    return [
        _(
            "A crossed table shows how two tables about the same people hang together. Cells are "
            "hidden in it until no small number, and no group of nearly everybody, can be read or "
            "worked out; as few people as possible are in hidden cells. One word stands for all of "
            "them, whatever the reason."
        ),
        *([_second_calculation()] if content.crossed_tables else []),
    ]


def _second_calculation() -> str:
    return _(
        "Before the release a second calculation, made by other means, tried to work out what is "
        "hidden: from this bundle and all earlier ones, from all crossed tables about the same "
        "people together, and with what any one organisation or mentor knows. It found nothing."
    )


def _of_a_demo(content: Content) -> list[str]:
    real = content.real_threshold
    return [demo_told(content.limits.threshold, real)] if real else []


def terms(content: Content) -> bytes:
    with speaking(content.language):
        rows = [f"- {name}: {_marked(value)}" for name, value in terms_rows(content)]
        return _joined(
            [
                f"# {_('Terms of use')}",
                "\n".join(rows),
                *promises(with_records=bool(content.records_told)),
            ]
        )


def promises(*, with_records: bool) -> list[str]:
    """What who gets a bundle may do with it and what not."""
    return [
        _("Use the bundle for this purpose only, and do not pass it on."),
        _("Do not try to recognise anybody, and do not put it together with other data."),
        *([records.promise()] if with_records else []),
        _("Destroy all copies by the last day, and say on the website that you did."),
    ]


def readme(content: Content) -> bytes:
    """What is in it, and how a stranger checks it, with our command and without."""
    file = f"one-on-one-{content.id}.zip"
    with speaking(content.language):
        steps = [
            _("Download the public key from the page of the bundle."),
            _("Install the program “mentorship” (Python, open source). Its address is not in this "
              "bundle: ask the coordinator who made the agreement with you."),
            _("Run in the folder with both files: %(command)s",
              command=f"`mentorship bundle verify {file} --public-key one-on-one-public-key.pem`"),
        ]  # fmt: skip
        parts = [
            f"# {_('Evaluation of ONE-on-ONE')}",
            _("Begin with report.pdf. codebook.html says what every code means, methods.md how it "
              "was counted, terms.md what you may do with it, disclosure.json what is not told and "
              "why."),
            f"## {_('Which file for which program')}",
            _("The figures are there in four formats. The tables are the same: take one."),
            "\n".join(f"- `{one.shown}`: {one.programs}" for one in FORMATS),
            f"## {_('How to check it')}",
            "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)),
            _("Without that program: manifest.json holds the SHA-256 of every file. manifest.sig "
              "holds an Ed25519 signature in base64 over these bytes: the text "
              "“%(prefix)s” (with the space at its end), followed by the SHA-256 of "
              "manifest.json in 64 small hexadecimal digits.", prefix=SIGNED.decode()),
        ]  # fmt: skip
        return _joined(parts)


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
