"""What the screens call the states of a bundle and of its making, its grounds, and changes."""

from mentorship.evaluation.models import (
    BuildOutcome,
    BuildStep,
    BundleBasis,
    BundleStatus,
    ChangeKind,
    EvaluationBundle,
)
from mentorship.foundation.documents import PACKAGES
from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l

STATUSES: dict[BundleStatus, LazyText] = {
    BundleStatus.SPECIFIED: _l("Waits for release"),
    BundleStatus.RELEASED: _l("Released"),
    BundleStatus.WITHDRAWN: _l("Withdrawn"),
    BundleStatus.EXPIRED: _l("Not to be downloaded any more"),
}
STATUS_KINDS = {
    BundleStatus.SPECIFIED: "warning",
    BundleStatus.RELEASED: "positive",
    BundleStatus.WITHDRAWN: "neutral",
    BundleStatus.EXPIRED: "neutral",
}
_REFUSED = _l("Rejected")


def status_of(bundle: EvaluationBundle) -> LazyText:
    """One that somebody else stopped before its release was refused."""
    is_refused = bundle.released_at is None and bundle.withdrawn_by not in (
        None,
        bundle.specified_by,
    )
    return _REFUSED if is_refused else STATUSES[bundle.status]


BEING_MADE = _l("Is being made")
STEPS: dict[BuildStep, LazyText] = {
    BuildStep.COUNTING: _l("The figures are counted anew."),
    BuildStep.JUDGING: _l("For every table it is looked up what may be told."),
    BuildStep.WRITING: _l("The tables and the report are written."),
    BuildStep.PACKING: _l("Everything is signed and packed, and then released."),
}
# Why nothing was released, for who releases bundles.
OUTCOMES: dict[BuildOutcome, LazyText] = {
    BuildOutcome.FIGURES_CHANGED: _l(
        "The figures changed after they were looked at. Nothing is released. Look at the tables "
        "again."
    ),
    BuildOutcome.NOTHING_TO_TELL: _l(
        "Of these tables nothing may be told any more over these half-years. Nothing is released."
    ),
    BuildOutcome.DESTROY_BY_PASSED: _l(
        "The day by which all copies have to be destroyed has passed. Ask for a new bundle."
    ),
    BuildOutcome.DECIDED: _l("This bundle does not wait any more."),
    BuildOutcome.NO_PDF: _l(
        "The server can't make the report, so nothing is released. Tell who looks after it that "
        "these packages are missing: %(packages)s.",
        packages=PACKAGES,
    ),
    BuildOutcome.NOT_ALLOWED: _l(
        "Who pressed the button may not release this bundle any more. Nothing is released."
    ),
    BuildOutcome.CANCELLED: _l("The making was stopped. Nothing is released."),
    BuildOutcome.FAILED: _l(
        "The bundle could not be made, also not after trying again. Nothing is released. You can "
        "try it once more. Does it happen again? Tell the people who look after this program."
    ),
}
BASES: dict[BundleBasis, LazyText] = {
    BundleBasis.PUBLIC_TASK: _l("task of public interest"),
    BundleBasis.RESEARCH: _l("scientific research and statistics"),
    BundleBasis.LEGAL_OBLIGATION: _l("legal obligation"),
}
KINDS: dict[ChangeKind, LazyText] = {
    ChangeKind.STAFF: _l("people who work in the programme"),
    ChangeKind.POLICY: _l("policy"),
    ChangeKind.COVENANT: _l("covenant"),
    ChangeKind.SETTINGS: _l("terms and settings"),
    ChangeKind.WEIGHTS: _l("weights of matching"),
    ChangeKind.OTHER: _l("something else"),
}
