"""What the entry says in general: what it is, whose, in which state, and whom one asks."""

from collections.abc import Iterator

from mentorship.foundation.i18n import current_language
from mentorship.foundation.i18n import gettext as _
from mentorship.privacy.algorithm.fields import STANDARD, Field, Group, Items, Words
from mentorship.privacy.algorithm.known import Known

# As the standard writes them: codes of ISO 639-3.
_LANGUAGES = {"nl": "nld", "en": "eng"}


def general(told: Known) -> Group:
    return Group("general", _("General information"), tuple(_fields(told)))


def metadata(told: Known) -> Group:
    return Group("metadata", _("Metadata"), tuple(_metadata(told)))


def _fields(told: Known) -> Iterator[Field]:
    name = _("Proposing a mentor for a young person (ONE-on-ONE)")
    yield Field("name", _("Name"), (Words(name),))
    yield Field("description_short", _("Short description"), (Words(_short()),))
    yield Field(
        "organization",
        _("Organisation"),
        (Items(tuple(house.name for house in told.houses)),),
        _("A registration is about one organisation: choose which one registers."),
    )
    yield Field(
        "category",
        _("Theme"),
        (Items((_("Public order and safety"), _("Care and health"))),),
        _("This is our proposal: check it."),
    )
    yield Field("status", _("Status"), (Words(_status(told)),))
    yield Field("begin_date", _("Start date"), to_add=_("The month in which you began to use it."))
    yield Field(
        "contact_email",
        _("Contact details"),
        (Items(tuple(_contacts(told))),),
        _("An e-mail address or a page for questions of anybody."),
    )
    yield Field(
        "publication_category",
        _("Publication category"),
        (Words(_("Impactful algorithms")),),
        _(
            "This is our proposal. Your organisation determines it, also whether it is an AI "
            "system under the AI Act."
        ),
    )


def _short() -> str:
    return _(
        "The program looks which mentors fit the young people who wait, and proposes at most one "
        "mentor to each of them. It decides nothing: a mentor consultant decides about every "
        "pair, and the young person and the mentor may both say no."
    )


def _status(told: Known) -> str:
    return _("In use") if told.is_in_use else _("In development")


def _contacts(told: Known) -> Iterator[str]:
    for house in told.houses:
        yield f"{house.name}: {house.phone}" if house.phone else house.name
    yield _("Complaints, without an account: %(address)s", address=f"{told.address}/complaints/new")


def _metadata(told: Known) -> Iterator[Field]:
    yield Field("lang", _("Language"), (Words(_LANGUAGES[current_language()]),))
    yield Field("standard_version", _("Version of the publication standard"), (Words(STANDARD),))
    yield Field(
        "source_id",
        _("Source ID"),
        (Words(_("one-on-one-matching, program %(version)s", version=told.program)),),
    )
    yield Field("tags", _("Search terms"), (Words(_("young people, mentor, volunteer, matching")),))
