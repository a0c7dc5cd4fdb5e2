"""Knows each role: what it may do, where it counts, how long it stays signed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from mentorship.foundation.access import Permission
from mentorship.region.models import OrganisationType


class Role(StrEnum):
    MENTOR_CONSULTANT = "mentor_consultant"
    MENTOR = "mentor"
    TRAINER = "trainer"
    REFERRER = "referrer"
    MUNICIPAL_EXPERT = "municipal_expert"
    COORDINATOR = "coordinator"
    PRIVACY_OFFICER = "privacy_officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    CONFIDANT = "confidant"
    EVALUATOR = "evaluator"


# Three open people's cases or complaints; three open the audit trail or the way to other roles:
# one person who could make a second coordinator alone would be two persons at once.
NEEDS_SECOND_PERSON = frozenset({
    Role.MENTOR_CONSULTANT, Role.MENTOR, Role.CONFIDANT,
    Role.COORDINATOR, Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER,
})  # fmt: skip
IN_A_HOUSE = frozenset({Role.MENTOR_CONSULTANT, Role.MENTOR})
KINDS_OF_ORGANISATION: dict[Role, frozenset[OrganisationType]] = {
    Role.REFERRER: frozenset(kind for kind in OrganisationType if kind.refers),
    Role.MUNICIPAL_EXPERT: frozenset({OrganisationType.MUNICIPALITY}),
    Role.EVALUATOR: frozenset({OrganisationType.RESEARCH}),
}
# Who gets what waits for them by e-mail on Monday morning.
DIGEST_READERS = (Role.MENTOR_CONSULTANT, Role.COORDINATOR)
OF_AN_ORGANISATION = frozenset(KINDS_OF_ORGANISATION)


@dataclass(frozen=True)
class Limits:
    """How long a sign-in lasts without use, and how long at most."""

    idle: timedelta
    absolute: timedelta


_OFFICE_DAY = timedelta(hours=10)
# A mentor's phone is used between trams, but only reaches the mentor's own pair; whoever opens
# many files sits at a desk that others pass.
LIMITS: dict[Role, Limits] = {
    Role.MENTOR_CONSULTANT: Limits(timedelta(minutes=30), _OFFICE_DAY),
    Role.MENTOR: Limits(timedelta(days=3), timedelta(days=7)),
    Role.TRAINER: Limits(timedelta(hours=2), _OFFICE_DAY),
    Role.REFERRER: Limits(timedelta(hours=1), _OFFICE_DAY),
    Role.MUNICIPAL_EXPERT: Limits(timedelta(hours=1), _OFFICE_DAY),
    Role.COORDINATOR: Limits(timedelta(hours=1), _OFFICE_DAY),
    Role.PRIVACY_OFFICER: Limits(timedelta(minutes=30), _OFFICE_DAY),
    Role.DATA_PROTECTION_OFFICER: Limits(timedelta(minutes=30), _OFFICE_DAY),
    Role.CONFIDANT: Limits(timedelta(minutes=30), _OFFICE_DAY),
    Role.EVALUATOR: Limits(timedelta(minutes=30), _OFFICE_DAY),
}
WITHOUT_ROLE = Limits(timedelta(minutes=30), timedelta(hours=2))


def limits_of(roles: Iterable[Role]) -> Limits:
    """Take the strictest: someone who is both mentor and consultant is a consultant here."""
    limits = [LIMITS[role] for role in roles] or [WITHOUT_ROLE]
    return Limits(min(limit.idle for limit in limits), min(limit.absolute for limit in limits))


_EVERYBODY = frozenset({Permission.ACCOUNT_OWN, Permission.DESK_READ})
_REFERS = frozenset({
    Permission.REFERRAL_CREATE, Permission.REFERRAL_READ_OWN, Permission.REFERRAL_ANSWER,
})  # fmt: skip
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MENTOR_CONSULTANT: frozenset({
        Permission.REFERRAL_READ_CASE, Permission.REFERRAL_TRIAGE, Permission.REGION_READ,
        Permission.MENTOR_READ, Permission.MENTOR_SCREEN, Permission.TRAINING_READ,
        Permission.MENTEE_READ, Permission.MENTEE_EDIT,
        Permission.MATCH_READ, Permission.MATCH_ROUND, Permission.MATCH_DECIDE,
        Permission.PEOPLE_IMPORT, Permission.PEOPLE_EXPORT,
        Permission.TRAJECTORY_READ, Permission.TRAJECTORY_EDIT, Permission.CONCERN_HANDLE,
        Permission.COVER_MANAGE, Permission.STANDARDS_READ, Permission.RECOMMENDATION_READ,
        Permission.INTERVIEW_HAND_ON,
    }),
    Role.MENTOR: frozenset({
        Permission.MENTOR_OWN, Permission.TRAINING_OWN, Permission.MATCH_OWN,
        Permission.SESSION_LOG,
    }),
    Role.TRAINER: frozenset({Permission.TRAINING_READ, Permission.TRAINING_HOLD}),
    Role.REFERRER: _REFERS,
    Role.MUNICIPAL_EXPERT: _REFERS | {Permission.REGION_READ, Permission.BUNDLE_READ},
    Role.COORDINATOR: frozenset({
        Permission.USER_INVITE, Permission.USER_MANAGE, Permission.USER_APPROVE,
        Permission.ORGANISATION_MANAGE, Permission.REGION_READ,
        Permission.MENTOR_READ,
        Permission.TRAINING_READ, Permission.TRAINING_MANAGE, Permission.MATCH_SETTINGS,
        Permission.COVER_MANAGE, Permission.STANDARDS_READ, Permission.TARGET_MANAGE,
        Permission.BUNDLE_SPECIFY, Permission.INTERVIEW_APPROVE,
        Permission.RECOMMENDATION_READ, Permission.RECOMMENDATION_MANAGE,
    }),
    Role.PRIVACY_OFFICER: frozenset({
        Permission.AUDIT_READ, Permission.AUDIT_CHECK, Permission.USER_APPROVE,
        Permission.REGION_READ, Permission.BUNDLE_RELEASE, Permission.RIGHTS_HANDLE,
        Permission.RETENTION_RUN, Permission.RECOMMENDATION_READ,
    }),
    Role.DATA_PROTECTION_OFFICER: frozenset({Permission.AUDIT_READ, Permission.REGION_READ}),
    Role.CONFIDANT: frozenset({Permission.COMPLAINT_HANDLE}),
    Role.EVALUATOR: frozenset({Permission.BUNDLE_READ, Permission.INTERVIEW_INVITE}),
}  # fmt: skip


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Join what the roles may do; whoever is signed in has an own account page and a home page."""
    return _EVERYBODY.union(*(PERMISSIONS[role] for role in roles))
