"""What may be said of an organisation: a readable name, and which municipality it is."""

import re
import unicodedata

from mentorship.region.models import LONGEST_ORGANISATION_NAME, OrganisationType


class OrganisationRefused(Exception):
    """The organisation can't be kept as asked."""


class NameMissing(OrganisationRefused):
    """The name has no letter or digit."""


class NameTooLong(OrganisationRefused):
    """The name is longer than fits."""


class NameTaken(OrganisationRefused):
    """Another organisation has this name, possibly spelled a little differently."""


class AddedBefore(OrganisationRefused):
    """This very form was sent before, with other answers."""


class MunicipalityMissing(OrganisationRefused):
    """An organisation that is a municipality has to say which one."""


class MunicipalityUnknown(OrganisationRefused):
    """This code is not one of the region's municipalities."""


def readable(name: str) -> str:
    """The name on one line, without blanks around or doubled inside."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def name_key(name: str) -> str:
    """Equal for names that a reader takes for the same one: case, accents and signs left out."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\W_]", "", "".join(c for c in plain if not unicodedata.combining(c)))


def check_name(name: str) -> None:
    if not name_key(name):
        raise NameMissing(name)
    if len(name) > LONGEST_ORGANISATION_NAME:
        raise NameTooLong(name)


def check_municipality(kind: OrganisationType, municipality_code: str | None) -> None:
    if kind is OrganisationType.MUNICIPALITY and municipality_code is None:
        raise MunicipalityMissing
