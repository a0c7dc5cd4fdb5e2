"""What asks for somebody's attention today: per role a few lines, each with one action."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mentorship.accounts import policy, queries
from mentorship.accounts.access import UserActor
from mentorship.foundation.access import Permission
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.i18n import ngettext
from mentorship.referrals import drafting
from mentorship.referrals import queries as referrals
from mentorship.referrals.terms import Urgency
from mentorship.region.queries import active_organisations


@dataclass(frozen=True)
class Task:
    """A line of the day: how many of what, and where one goes on; urgent ones stand first."""

    title: str
    action: str
    endpoint: str
    anchor: str = ""
    more: str = ""
    is_urgent: bool = False


def tasks_of(db: Db, actor: UserActor) -> list[Task]:
    """Everything that waits for this person, the urgent first."""
    found = [
        task
        for permission, ask in _ASKED.items()
        if permission in actor.permissions
        for task in ask(db, actor)
    ]
    return sorted(found, key=lambda task: not task.is_urgent)


def is_built_for(actor: UserActor) -> bool:
    """Whether anything can ever wait for this person: for some roles nothing exists yet."""
    return not actor.permissions.isdisjoint(_ASKED)


def _for_consultant(db: Db, actor: UserActor) -> Iterator[Task]:
    counts = referrals.count_by_urgency(db, actor)
    titles = {
        Urgency.OVERDUE: ngettext(
            "%(num)s referral is late", "%(num)s referrals are late", counts[Urgency.OVERDUE]
        ),
        Urgency.TODAY: ngettext(
            "%(num)s referral has its last day today",
            "%(num)s referrals have their last day today",
            counts[Urgency.TODAY],
        ),
        Urgency.LATER: ngettext(
            "%(num)s referral waits, in time",
            "%(num)s referrals wait, in time",
            counts[Urgency.LATER],
        ),
    }
    for urgency, title in titles.items():
        if counts[urgency]:
            late = urgency is Urgency.OVERDUE
            yield Task(title, str(_LOOK[urgency]), "referrals.inbox", "waiting", is_urgent=late)
    if asked := referrals.count_awaiting_answer(db, actor):
        title = ngettext(
            "%(num)s referral waits for an answer", "%(num)s referrals wait for an answer", asked
        )
        yield Task(title, _("Look at the questions"), "referrals.inbox", "asked")


_LOOK = {
    Urgency.OVERDUE: _l("Pick up what is late"),
    Urgency.TODAY: _l("Do what has its last day"),
    Urgency.LATER: _l("Look at the referrals"),
}


def _for_referrer(db: Db, actor: UserActor) -> Iterator[Task]:
    if questions := len(referrals.questions_to(db, actor)):
        title = ngettext(
            "%(num)s question of the House waits for you",
            "%(num)s questions of the House wait for you",
            questions,
        )
        yield Task(title, _("Read and answer"), "referrals.mine", "sent", is_urgent=True)
    if drafts := len(drafting.drafts_of(db, actor.id)):
        title = ngettext("%(num)s draft is not sent yet", "%(num)s drafts are not sent yet", drafts)
        yield Task(title, _("Go on writing"), "referrals.mine", "drafts")


def _for_approver(db: Db, actor: UserActor) -> Iterator[Task]:
    pending = queries.pending_grants(db)
    mine = [grant for grant in pending if policy.can_approve(actor, grant)]
    if mine:
        title = ngettext(
            "%(num)s role waits for you as the second person",
            "%(num)s roles wait for you as the second person",
            len(mine),
        )
        yield Task(title, _("Look and decide"), "accounts.users")
    if others := len(pending) - len(mine):
        title = ngettext(
            "%(num)s role waits for somebody else as the second person",
            "%(num)s roles wait for somebody else as the second person",
            others,
        )
        more = _("Nobody agrees to a role that they gave or get themselves. Ask a colleague.")
        yield Task(title, _("Look who waits"), "accounts.users", more=more)


def _for_keeper_of_organisations(db: Db, actor: UserActor) -> Iterator[Task]:
    if not active_organisations(db):
        more = _("Whoever refers belongs to an organisation, so this comes first.")
        yield Task(
            _("There are no partner organisations yet"),
            _("Add the first one"),
            "region.new_organisation",
            more=more,
        )


_ASKED: dict[Permission, Callable[[Db, UserActor], Iterator[Task]]] = {
    Permission.REFERRAL_READ_CASE: _for_consultant,
    Permission.REFERRAL_READ_OWN: _for_referrer,
    Permission.USER_APPROVE: _for_approver,
    Permission.ORGANISATION_MANAGE: _for_keeper_of_organisations,
}
