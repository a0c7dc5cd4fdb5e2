"""The invented worries of mentors, how long ago they were said, and what people did about them."""

from dataclasses import dataclass

from mentorship.trajectories.concerns.protocols import ProtocolKind


@dataclass(frozen=True)
class Worry:
    """`days_ago` in working days; without a protocol nobody has taken it on.

    `pair` is the number of the running pair in its House, 0 the one of a demo account. `second`
    is the House of the consultant who is asked to look too.
    """

    house: str
    pair: int
    days_ago: int
    words: str
    is_now: bool = False
    protocol: ProtocolKind | None = None
    steps: tuple[tuple[str, str], ...] = ()
    second: str = ""
    looked: str = ""
    outcome: str = ""
    left_out: str = ""
    is_told_on: bool = False


WORRIES = (
    Worry(
        "KEN", 3, 0,
        "We zouden elkaar gisteren zien en de telefoon staat uit. Dat is nog nooit gebeurd. Ik "
        "weet niet goed wat ik nu moet doen.",
    ),
    Worry(
        "ZW", 3, 2,
        "De toon in de berichten is anders dan anders. Korter, en ’s nachts verstuurd. Ik wil "
        "daar graag even met iemand over praten.",
        is_told_on=True,
    ),
    Worry(
        "NHN", 0, 1,
        "Vertelde gisteravond dat het thuis uit de hand liep en durft niet terug. Slaapt nu bij "
        "vrienden.",
        is_now=True, protocol=ProtocolKind.MELDCODE,
        steps=(
            ("signals", "Op een rij gezet wat de mentor zelf hoorde en zag."),
            ("consult", "Overlegd met een collega; Veilig Thuis om advies gevraagd, zonder naam."),
        ),
        second="KEN",
    ),
    Worry(
        "KEN", 1, 4,
        "Praat steeds over een groep online waar ik niets van begrijp. Ik vind het lastig om te "
        "vragen zonder te oordelen.",
        protocol=ProtocolKind.UNEASE,
        steps=(("call_mentor", "Gebeld. Vooral behoefte aan woorden om het gesprek te openen."),),
    ),
    Worry(
        "ZW", 1, 6,
        "Zei dat het allemaal niet meer hoeft, en lachte het daarna weg.",
        is_now=True, protocol=ProtocolKind.SUICIDALITY,
        steps=(
            ("now", "Was thuis met familie; niemand is alleen."),
            ("call_mentor", "Mentor gebeld, rustig doorgenomen wat er gezegd werd."),
            ("ask", "Zelf gevraagd. Geen plan, wel veel verdriet."),
            ("help", "Samen de huisarts gebeld; afspraak voor morgen."),
        ),
        second="NHN",
    ),
    Worry(
        "NHN", 1, 70,
        "Kwam met een blauw oog en wilde er niets over zeggen.",
        protocol=ProtocolKind.MELDCODE,
        steps=(
            ("signals", "Feiten opgeschreven, apart van wat we vermoeden."),
            ("consult", "Besproken met de aandachtsfunctionaris."),
            ("talk", "Gesproken: een val met de scooter. De moeder vertelde hetzelfde."),
            ("weigh", "Geen grond voor meer."),
            ("decide", "Niet gemeld; over twee weken opnieuw gevraagd, en goed."),
        ),
        second="ZW", looked="Ik zou het ook zo doen. Fijn dat er nog een keer gevraagd wordt.",
        outcome="Een ongeluk met de scooter. Mentor weet het, er is niets meer nodig.",
    ),
    Worry(
        "KEN", 2, 120,
        "Ik slaap er slecht van: elk weekend alleen op een kamer.",
        protocol=ProtocolKind.UNEASE,
        steps=(
            ("call_mentor", "Lang gesprek met de mentor."),
            ("weigh", "Verdriet dat er mag zijn; geen gevaar."),
            ("agree", "Op zaterdag helpen bij de sportclub. Over een maand bellen we weer."),
        ),
        outcome="Samen een plek voor het weekend gevonden.",
        left_out="De mentor belde zelf om te zeggen dat het beter gaat.",
    ),
    Worry(
        "ZW", 2, 95,
        "Een familielid stond bij mijn fiets en zei dat ik moest stoppen met vragen stellen.",
        protocol=ProtocolKind.MENTOR_SAFETY,
        steps=(
            ("now", "De mentor is veilig thuis, niet alleen."),
            ("facts", "Opgeschreven wat er letterlijk gezegd is."),
            ("stop", "Afspraken een week uitgesteld."),
            ("report", "Aangifte besproken; de mentor wil dat niet."),
            ("young_person", "De jongere schrok ervan en heeft er thuis over gepraat."),
            ("after", "Na een week weer begonnen, op een andere plek."),
        ),
        second="KEN", looked="Goed dat het even stil lag. Andere plek is verstandig.",
        outcome="Uitgepraat; ze spreken nu bij het buurthuis af.",
    ),
)  # fmt: skip
