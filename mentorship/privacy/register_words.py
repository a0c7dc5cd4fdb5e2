"""What the kinds of data, whom they are about, and why and how long they are kept, are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.i18n import lazy_gettext as _l
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import D, LegalBasis, Retention, Sensitivity, Subject
from mentorship.privacy.register import Entry
from mentorship.privacy.retention.rules import months_kept
from mentorship.privacy.words import purpose_words

KINDS: dict[D, LazyText] = {
    D.REFERENCE_DATA: _l("Lists of the programme: Houses, organisations, modules"),
    D.OPERATION: _l("How the program runs"),
    D.PERSON_KEY: _l("The number that stands for a person"),
    D.IDENTITY: _l("Names and year of birth"),
    D.CONTACT: _l("How somebody is reached"),
    D.ACCOUNT: _l("Accounts and roles"),
    D.CREDENTIAL: _l("Passwords and second factors"),
    D.SIGN_IN: _l("Where somebody is signed in"),
    D.REFERRAL: _l("What a referral tells of a young person"),
    D.REFERRAL_SOURCE: _l("Who referred"),
    D.CASE_PROCESS: _l("Steps and dates in the course of a young person"),
    D.CASE_NOTE: _l("Notes, goals and answers about a young person"),
    D.COMPLAINT: _l("A complaint: what was told, about whom, and what came of it"),
    D.RIGHTS: _l("What somebody asked about the own data, and what came of it"),
    D.CONSENT: _l("Consent: who agreed to what, and when"),
    D.MATCHING_PROFILE: _l("Wishes of a young person for a match"),
    D.MENTOR_PROCESS: _l("Steps and dates in the course of a mentor"),
    D.MENTOR_NOTE: _l("Talks, references and other words about a mentor"),
    D.MENTOR_PROFILE: _l("Wishes of a mentor for a match"),
    D.TRAINING: _l("Training and attendance of a mentor"),
    D.MATCH_PROCESS: _l("Steps and dates of a match"),
    D.DRAFT: _l("What somebody typed and did not send yet"),
    D.EVALUATION_TALK: _l("Questions about bundles for evaluation, and their answers"),
    D.MESSAGE: _l("Messages on their way"),
    D.AUDIT: _l("The audit trail"),
}
SUBJECTS: dict[Subject, LazyText] = {
    Subject.NOBODY: _l("nobody"),
    Subject.YOUNG_PERSON: _l("young people and their parents or guardians"),
    Subject.MENTOR: _l("mentors"),
    Subject.USER: _l("users of the program"),
    Subject.ANY_PERSON: _l("young people, mentors and users"),
}
BASES: dict[LegalBasis, LazyText] = {
    LegalBasis.NOT_PERSONAL: _l("none needed: it is about nobody"),
    LegalBasis.PUBLIC_TASK: _l("task of public interest (GDPR, article 6.1 e)"),
    LegalBasis.CONSENT: _l("consent (GDPR, article 6.1 a)"),
    LegalBasis.LEGAL_OBLIGATION: _l("legal obligation (GDPR, article 6.1 c)"),
    LegalBasis.AGREEMENT: _l("agreement (GDPR, article 6.1 b)"),
}
SENSITIVITIES: dict[Sensitivity, LazyText] = {
    Sensitivity.NONE: _l("not about people"),
    Sensitivity.LOW: _l("ordinary"),
    Sensitivity.HIGH: _l("sensitive"),
    Sensitivity.SPECIAL: _l("may hold special categories (GDPR, article 9)"),
}
RETENTIONS: dict[Retention, LazyText] = {
    Retention.REFERENCE: _l("as long as it is in use"),
    Retention.SIGN_IN: _l("until some time after the sign-in ends"),
    Retention.DRAFT: _l("until some time after the last change"),
    Retention.LINK: _l("until some time after the link expires"),
    Retention.MESSAGE: _l("until some time after sending"),
    Retention.OPERATION: _l("until some time after it is done"),
}


def retention_words(retention: Retention, settings: Settings) -> str:
    """How long, with the term that is set where there is one."""
    months = months_kept(settings, retention)
    if months is None:
        return str(RETENTIONS[retention])
    return {
        Retention.ACCOUNT: _("until %(months)s months after the account ends", months=months),
        Retention.REFERRAL: _("until %(months)s months after the referral ends", months=months),
        Retention.MENTOR: _("until %(months)s months after the mentor leaves", months=months),
        Retention.TRAJECTORY: _("until %(months)s months after aftercare", months=months),
        Retention.COMPLAINT: _(
            "until %(months)s months after the complaint is closed", months=months
        ),
        Retention.AUDIT: _("for %(months)s months", months=months),
    }[retention]


@dataclass(frozen=True)
class Told:
    """One line of the register in words; `name` is the code in the program."""

    name: str
    kind: str
    pairs: Sequence[tuple[str, str]]
    is_about_people: bool


def told(entry: Entry, settings: Settings) -> Told:
    facts = entry.facts
    return Told(
        name=entry.data.name,
        kind=str(KINDS[entry.data]),
        is_about_people=entry.is_about_people,
        pairs=(
            (_("About whom"), str(SUBJECTS[facts.subject])),
            (_("Purpose"), purpose_words(facts.purpose)),
            (_("Legal basis"), str(BASES[facts.legal_basis])),
            (_("How sensitive"), str(SENSITIVITIES[facts.sensitivity])),
            (_("How long"), "; ".join(retention_words(one, settings) for one in entry.retentions)),
            (_("Shown to who asks for their own data"), _yes(is_so=facts.in_subject_access)),
            (_("Counted in bundles for evaluation"), _yes(is_so=facts.in_bundle)),
            (_("Fields"), _fields(entry)),
            (_("Tables"), ", ".join(entry.tables)),
        ),
    )


def _fields(entry: Entry) -> str:
    return _("%(count)s, of which %(sealed)s sealed", count=entry.columns, sealed=entry.sealed)


def _yes(*, is_so: bool) -> str:
    return _("yes") if is_so else _("no")
