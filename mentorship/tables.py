"""Imports every table, so that mappers and migrations see one complete metadata."""

from sqlmodel import SQLModel

from mentorship.accounts import models as accounts
from mentorship.foundation import audit_triggers, clock, drafts, heartbeats, jobs, links, outbox
from mentorship.referrals import models as referrals
from mentorship.region import models as region

__all__ = [
    "accounts",
    "audit_triggers",
    "clock",
    "drafts",
    "heartbeats",
    "jobs",
    "links",
    "metadata",
    "outbox",
    "referrals",
    "region",
]

metadata = SQLModel.metadata
