"""Who sent the made-up young people, as bare rows."""

from datetime import date
from random import Random
from uuid import UUID

from mentorship.foundation.keys.store import KeyStore
from mentorship.referrals.models import Referral, ReferralStatus
from mentorship.region.models import Organisation, OrganisationType
from tests.accounts.people import HOUSE
from tests.evaluation.simulated_rows import NOBODY, Simulated, at

_OFFICES = [
    ("Wijkteam", OrganisationType.MUNICIPALITY),
    ("Leerplicht", OrganisationType.MUNICIPALITY),
]
_OTHERS = [
    ("School", OrganisationType.SCHOOL), ("Zorg", OrganisationType.CARE),
    ("Politie", OrganisationType.POLICE),
]  # fmt: skip
OF_MOST = "GM0392"
_DAY = date(2023, 10, 1)


class Senders:
    """Everybody comes through an organisation of their own.

    With an own chance, so that the courses are the same ones with and without them.
    """

    def __init__(self, made: Simulated, keys: KeyStore) -> None:
        self._made, self._keys, self._random = made, keys, Random(61)
        self._kinds: dict[UUID, str] = {}

    def send(self, number: int, subject_id: UUID) -> UUID | None:
        """The referral by which they came, if any."""
        school = self._organisation(f"School {number}", OrganisationType.SCHOOL)
        return self._referral(school, subject_id)

    def _organisation(self, name: str, kind: OrganisationType) -> UUID:
        code = OF_MOST if kind in (OrganisationType.MUNICIPALITY, OrganisationType.CARE) else None
        key = self._made.put(
            Organisation, id=self._new_id(), name=name, name_key=name, type=kind,
            municipality_code=code, is_active=True,
        )  # fmt: skip
        self._kinds[key] = kind.value
        return key

    def _referral(self, organisation: UUID, subject_id: UUID) -> UUID:
        self._made.own_keys[subject_id] = self._keys.ensure(subject_id)
        key = self._new_id()
        source = {"organisation_id": str(organisation), "source_type": self._kinds[organisation]}
        return self._made.put(
            Referral, source, id=key, subject_id=subject_id, house_code=HOUSE,
            status=ReferralStatus.ACCEPTED, received_at=at(_DAY), receipt_due=_DAY,
            triage_due=_DAY, triaged_at=at(_DAY), agreed_to_contact_at=at(_DAY),
            is_status_shared=True, source_key=key.bytes * 2, draft_key=key.bytes * 2,
            known_key=key.bytes * 2, referrer_id=NOBODY, first_name=NOBODY, birth_year=NOBODY,
            place=NOBODY, contact_route=NOBODY, contact_details=NOBODY, guardian_knows=NOBODY,
            need=NOBODY, hope=NOBODY,
        )  # fmt: skip

    def _new_id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128))


class MostlyOneMunicipality(Senders):
    """It sends most of them, through two of its offices."""

    def __init__(self, made: Simulated, keys: KeyStore) -> None:
        super().__init__(made, keys)
        self._offices = [self._organisation(*one) for one in _OFFICES]
        self._others = [self._organisation(*one) for one in _OTHERS]

    def send(self, number: int, subject_id: UUID) -> UUID | None:
        """Now and then by nobody, or by a second one too."""
        if number % 30 == 4:
            return None
        places = self._offices if self._random.random() < 0.6 else self._others
        first, second = (self._random.choice(one) for one in (places, self._others))
        if number % 12 == 5:
            self._referral(second, subject_id)
        return self._referral(first, subject_id)
