"""Imports every table, so that mappers and migrations see one complete metadata."""

from sqlmodel import SQLModel

from mentorship.accounts import models as accounts
from mentorship.foundation import clock, drafts, jobs, links, outbox
from mentorship.foundation.queues import heartbeats
from mentorship.foundation.trail import triggers
from mentorship.referrals import models as referrals
from mentorship.region import models as region

__all__ = [
    "accounts",
    "clock",
    "drafts",
    "heartbeats",
    "jobs",
    "links",
    "metadata",
    "outbox",
    "referrals",
    "region",
    "triggers",
]

metadata = SQLModel.metadata
