"""The protocols that a consultant can choose, version by version: which steps in which words.

People take the steps and note them; the program takes none. A version is never changed, because
notes stand on it: other words or steps get a new number.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mentorship.foundation.i18n import LazyText
from mentorship.foundation.i18n import lazy_gettext as _l


class ProtocolKind(StrEnum):
    """Which way of acting; a choice of a person, never worked out."""

    MELDCODE = "meldcode"
    SUICIDALITY = "suicidality"
    THREAT = "threat"
    MENTOR_SAFETY = "mentor_safety"
    UNEASE = "unease"


@dataclass(frozen=True)
class Step:
    """One thing that a person does; `more` says what to think of."""

    code: str
    title: LazyText
    more: LazyText


@dataclass(frozen=True)
class Protocol:
    """A way of acting; `needs_second` when a colleague has to look too before it is closed."""

    kind: ProtocolKind
    version: int
    title: LazyText
    needs_second: bool
    steps: tuple[Step, ...]

    @property
    def code(self) -> str:
        return f"{self.kind}/{self.version}"

    def step(self, code: str) -> Step | None:
        return next((step for step in self.steps if step.code == code), None)

    def without(self, taken: Collection[str]) -> tuple[Step, ...]:
        """The steps that aren't among these codes, such as "meldcode/1/talk"."""
        return tuple(step for step in self.steps if f"{self.code}/{step.code}" not in taken)


CURRENT = 1
# Of every protocol, and noted as well before one is chosen.
SECOND_LOOK = Step(
    "second",
    _l("Second pair of eyes"),
    _l("Somebody who does not handle it looks too, and writes down what they think."),
)

# The five steps of the Dutch reporting code for domestic violence and child abuse (Besluit
# verplichte meldcode, with the assessment framework since 2019), in our own words.
_MELDCODE = Protocol(
    ProtocolKind.MELDCODE,
    1,
    _l("Reporting code for domestic violence and child abuse (meldcode)"),
    needs_second=True,
    steps=(
        Step(
            "signals",
            _l("Put the signals in order"),
            _l(
                "What was seen or heard, by whom and when. Facts apart from what somebody thinks "
                "of them."
            ),
        ),
        Step(
            "consult",
            _l("Talk it over with a colleague"),
            _l(
                "Also with Veilig Thuis if you want; without a name that is always possible: "
                "0800-2000, day and night."
            ),
        ),
        Step(
            "talk",
            _l("Talk with those concerned"),
            _l(
                "With the young person, and with parents where that is safe. Leave it if it makes "
                "somebody unsafe, and write down why."
            ),
        ),
        Step(
            "weigh",
            _l("Weigh it"),
            _l(
                "Use the assessment framework of your profession: is it acutely unsafe, or unsafe "
                "again and again? When in doubt call Veilig Thuis."
            ),
        ),
        Step(
            "decide",
            _l("Decide"),
            _l(
                "Two questions: is a report to Veilig Thuis needed, and is help possible too? "
                "Report what is acutely or lastingly unsafe. Tell those concerned where you can."
            ),
        ),
    ),
)
_SUICIDALITY = Protocol(
    ProtocolKind.SUICIDALITY,
    1,
    _l("Thoughts of suicide"),
    needs_second=True,
    steps=(
        Step(
            "now",
            _l("Is somebody in danger now?"),
            _l(
                "Then call 112 first. Make sure that the young person is not alone and the mentor "
                "neither."
            ),
        ),
        Step(
            "call_mentor",
            _l("Call the mentor"),
            _l("What did the young person say or do, when, and where are they now?"),
        ),
        Step(
            "ask",
            _l("Ask the young person yourself"),
            _l(
                "Ask plainly whether they think of suicide, and listen without judging. To ask "
                "does not put it into somebody's head. Promise no secrecy."
            ),
        ),
        Step(
            "help",
            _l("Look for help together"),
            _l(
                "The general practitioner or the crisis service is the one who judges. 113 thinks "
                "along with you and with the young person, day and night: 113 or 0800-0113."
            ),
        ),
        Step(
            "around",
            _l("Agree who stays near"),
            _l(
                "Who is there today and tomorrow, and whom may we tell? Under 16 the parents are "
                "told, unless that is unsafe."
            ),
        ),
        Step(
            "after",
            _l("Come back to it"),
            _l("Call the young person and the mentor within a few days. How is the mentor?"),
        ),
    ),
)
_THREAT = Protocol(
    ProtocolKind.THREAT,
    1,
    _l("A threat to others"),
    needs_second=True,
    steps=(
        Step(
            "now",
            _l("Is somebody in danger now?"),
            _l("Then whoever knows it calls 112 themselves. The program tells nobody."),
        ),
        Step(
            "facts",
            _l("What was said or done exactly?"),
            _l(
                "The words, to whom, when and where. A strong opinion or an angry word is no "
                "threat."
            ),
        ),
        Step(
            "weigh",
            _l("Weigh it with a colleague"),
            _l("How serious and how soon is it, and what would make it smaller?"),
        ),
        Step(
            "talk",
            _l("Talk with the young person where that is safe"),
            _l("Say what you worry about and what you are going to do."),
        ),
        Step(
            "decide",
            _l("Decide whom to speak to"),
            _l(
                "A person decides and calls a person: the head of the House, the police, or "
                "nobody. Write down the ground for telling somebody, or for not telling."
            ),
        ),
        Step(
            "after",
            _l("Come back to it"),
            _l("What does it mean for the meetings? How are the young person and the mentor?"),
        ),
    ),
)
_MENTOR_SAFETY = Protocol(
    ProtocolKind.MENTOR_SAFETY,
    1,
    _l("The mentor's own safety"),
    needs_second=True,
    steps=(
        Step(
            "now",
            _l("Is the mentor safe now?"),
            _l("Call at once. In danger: 112. Where is the mentor, and who is with them?"),
        ),
        Step(
            "facts",
            _l("What happened?"),
            _l("Let the mentor tell. What is needed today: rest, somebody near, a doctor?"),
        ),
        Step(
            "stop",
            _l("Decide about the meetings"),
            _l("Pause them, meet elsewhere or with two, or stop. The mentor need not go on."),
        ),
        Step(
            "report",
            _l("Talk about a report to the police"),
            _l("Whether to report is for the mentor to say; offer to go along."),
        ),
        Step(
            "young_person",
            _l("Talk with the young person"),
            _l("What is going on there, and how does their guidance go on?"),
        ),
        Step(
            "after",
            _l("Look after the mentor"),
            _l("Call again within a few days, and offer a talk with somebody outside it."),
        ),
    ),
)
_UNEASE = Protocol(
    ProtocolKind.UNEASE,
    1,
    _l("A feeling that something is not right"),
    needs_second=False,
    steps=(
        Step(
            "call_mentor",
            _l("Call the mentor"),
            _l("What is it that you notice, since when, and what else could explain it?"),
        ),
        Step(
            "weigh",
            _l("Look whether another protocol fits"),
            _l("You can still choose another one; what you noted stays."),
        ),
        Step(
            "agree",
            _l("Agree what to look at"),
            _l("What does the mentor do and leave, and when do you speak again?"),
        ),
        Step("after", _l("Come back to it"), _l("Is the feeling gone, the same or stronger?")),
    ),
)
VERSIONS: Mapping[int, Mapping[ProtocolKind, Protocol]] = {
    1: {
        one.kind: one for one in (_MELDCODE, _SUICIDALITY, _THREAT, _MENTOR_SAFETY, _UNEASE)
    }
}  # fmt: skip


def current(kind: ProtocolKind) -> Protocol:
    return VERSIONS[CURRENT][kind]


def protocol_of(code: str) -> Protocol:
    """What a concern keeps, such as "meldcode/1"."""
    kind, _slash, version = code.partition("/")
    return VERSIONS[int(version)][ProtocolKind(kind)]


def step_of(code: str) -> Step:
    """What a note keeps, such as "meldcode/1/talk"."""
    if code == SECOND_LOOK.code:
        return SECOND_LOOK
    protocol_code, _slash, step_code = code.rpartition("/")
    step = protocol_of(protocol_code).step(step_code)
    if step is None:
        raise LookupError(code)
    return step
