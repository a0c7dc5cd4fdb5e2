"""Somebody who is signed in, for tests of the region's pages."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from flask import Flask

from mentorship.foundation import access
from mentorship.foundation.access import Permission
from mentorship.foundation.audit import AuditActor


@dataclass(frozen=True)
class Colleague:
    """Holds no more than the permissions of the test."""

    permissions: frozenset[Permission]
    id: UUID = field(default_factory=uuid4)
    roles: frozenset[str] = frozenset({"coordinator"})
    houses: frozenset[str] = frozenset()
    organisation_id: UUID | None = None

    @property
    def audit(self) -> AuditActor:
        return AuditActor(id=self.id, role="coordinator", organisation=None)


def signed_in(app: Flask, *permissions: Permission) -> None:
    colleague = Colleague(frozenset(permissions))
    access.load_actor_with(app, lambda: colleague)
