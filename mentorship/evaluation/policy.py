"""Says which bundles somebody may see, and what they may do with one."""

from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import col, false, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.access import UserActor
from mentorship.accounts.roles import Role
from mentorship.evaluation.models import BundleDownload, BundleStatus, EvaluationBundle
from mentorship.evaluation.records.models import ReleasedRecords
from mentorship.foundation.access import Permission

_PREPARES = {Permission.BUNDLE_SPECIFY, Permission.BUNDLE_RELEASE}


def visible_to(actor: UserActor) -> SelectOfScalar[EvaluationBundle]:
    """All of them to who asks for bundles and who releases them; to nobody else here."""
    found = select(EvaluationBundle)
    return found if actor.permissions & _PREPARES else found.where(false())


def addressed_to(actor: UserActor, day: date) -> SelectOfScalar[EvaluationBundle]:
    """Released, for this recipient of this organisation, and not over yet."""
    found = _for(actor).where(
        col(EvaluationBundle.status) == BundleStatus.RELEASED,
        col(EvaluationBundle.expires_on) >= day,
    )
    if actor.roles == {Role.EVALUATOR}:
        return found
    # In any other role they would know some of the young people whose rows are in it.
    return found.where(col(EvaluationBundle.id).not_in(select(col(ReleasedRecords.bundle_id))))


def over_for(actor: UserActor, day: date) -> SelectOfScalar[EvaluationBundle]:
    """Once released to this recipient, and not to be had any more: withdrawn, or its time is up."""
    return _for(actor).where(
        col(EvaluationBundle.released_at).is_not(None),
        (col(EvaluationBundle.status) != BundleStatus.RELEASED)
        | (col(EvaluationBundle.expires_on) < day),
    )


def had_by(actor: UserActor) -> SelectOfScalar[EvaluationBundle]:
    """Ever released to this recipient; of these they read what came of what they recommended."""
    return _for(actor).where(col(EvaluationBundle.released_at).is_not(None))


def at_hand_of(actor: UserActor, day: date) -> SelectOfScalar[EvaluationBundle]:
    """Of these the recipient asks, and reads what was answered."""
    return _for(actor).where(is_at_hand(day))


def is_at_hand(day: date) -> ColumnElement[bool]:
    """Can be downloaded; or a copy was taken, and may still be worked with.

    A withdrawn one never: what was said about its figures goes with them.
    """
    bundle = EvaluationBundle
    is_here = (col(bundle.status) == BundleStatus.RELEASED) & (col(bundle.expires_on) >= day)
    has_copy = (
        col(bundle.status).in_((BundleStatus.RELEASED, BundleStatus.EXPIRED))
        & (col(bundle.destroy_by) >= day)
        & col(bundle.destroyed_at).is_(None)
        & col(bundle.id).in_(select(col(BundleDownload.bundle_id)))
    )
    return is_here | has_copy


def to_be_destroyed_by(actor: UserActor) -> SelectOfScalar[EvaluationBundle]:
    """Of what they took a copy and didn't say that it is gone; also when it is over."""
    taken = select(col(BundleDownload.bundle_id)).where(col(BundleDownload.user_id) == actor.id)
    return _for(actor).where(
        col(EvaluationBundle.id).in_(taken), col(EvaluationBundle.destroyed_at).is_(None)
    )


def _for(actor: UserActor) -> SelectOfScalar[EvaluationBundle]:
    found = select(EvaluationBundle)
    if Permission.BUNDLE_READ not in actor.permissions:
        return found.where(false())
    return found.where(
        col(EvaluationBundle.recipient_id) == actor.id,
        col(EvaluationBundle.organisation_id) == actor.organisation_id,
    )


def may_release(actor: UserActor) -> bool:
    return Permission.BUNDLE_RELEASE in actor.permissions


def can_release(actor: UserActor, bundle: EvaluationBundle) -> bool:
    """Somebody else than who asked for it and who gets it."""
    return (
        may_release(actor)
        and bundle.status is BundleStatus.SPECIFIED
        and actor.id not in (bundle.specified_by, bundle.recipient_id)
    )


def can_withdraw(actor: UserActor, bundle: EvaluationBundle) -> bool:
    """Who asks for bundles before it is released; who releases them at any time."""
    if bundle.status is BundleStatus.SPECIFIED:
        return bool(actor.permissions & _PREPARES)
    return bundle.status is BundleStatus.RELEASED and (
        Permission.BUNDLE_RELEASE in actor.permissions
    )
