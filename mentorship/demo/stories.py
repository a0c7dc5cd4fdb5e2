"""The invented referrals of the demo: who sent them, how long ago, and what came of them."""

from dataclasses import dataclass

from mentorship.referrals.facts import ContactRoute
from mentorship.referrals.models import TriageOutcome


@dataclass(frozen=True)
class Step:
    """What a consultant or referrer did, so many working days ago."""

    days_ago: int


@dataclass(frozen=True)
class TakenUp(Step):
    pass


@dataclass(frozen=True)
class Decided(Step):
    outcome: TriageOutcome
    reason: str
    question: str = ""


@dataclass(frozen=True)
class Answered(Step):
    text: str
    is_noted: bool = False


@dataclass(frozen=True)
class Story:
    """Nobody in here exists; ages are in years that the calendar year differs."""

    sender: str
    days_ago: int
    first_name: str
    age: int
    place: str
    need: str
    hope: str
    relation: str
    route: ContactRoute = ContactRoute.PHONE
    details: str = "06 - 00 00 00 00"
    times: str = ""
    caution: str = ""
    guardian: str = ""
    own_words: str = ""
    is_status_shared: bool = True
    steps: tuple[Step, ...] = ()


_ACCEPT, _ELSEWHERE = TriageOutcome.ACCEPT, TriageOutcome.ADVISE_ELSEWHERE
_ASK, _DECLINE = TriageOutcome.ASK, TriageOutcome.DECLINE

STORIES = (
    Story(
        "school", 1, "Jesse", 17, "Alkmaar",
        "Jesse kwam halverwege het jaar van een andere opleiding. Hij zit in de pauzes alleen en "
        "zegt dat niemand op hem wacht. Thuis praat hij vooral met mensen die hij online kent.",
        "Iemand die met hem naar buiten gaat en hem serieus neemt zonder meteen te oordelen.",
        "Ik ben zijn studieloopbaanbegeleider.",
        times="Na half vier", own_words="‘Ik wil wel eens met iemand praten die hier niet werkt.’",
    ),
    Story(
        "youth_work", 4, "Noor", 15, "Heerhugowaard",
        "Noor komt al twee jaar in het jongerencentrum. Sinds de zomer is ze stiller en boos op "
        "alles wat met school te maken heeft. Ze volgt accounts die haar vertellen dat praten "
        "toch geen zin heeft.",
        "Een vrouw die haar laat zien wat er allemaal wel kan. Ze is goed in tekenen.",
        "Jongerenwerker in haar wijk.",
        route=ContactRoute.MESSAGE, guardian="Haar moeder, bereikbaar via mij",
        caution="Niet inspreken op de voicemail.",
    ),
    Story(
        "care", 2, "Sem", 21, "Den Helder",
        "Na drie afgewezen sollicitaties is Sem gestopt met zoeken. Hij slaapt overdag en is ’s "
        "nachts online. Hij zegt dat het land niets met mensen zoals hij te maken wil hebben.",
        "Ritme, iets om voor op te staan, en iemand die met hem meedenkt over werk.",
        "Maatschappelijk werker, wij spreken elkaar elke maand.",
        steps=(TakenUp(1),),
    ),
    Story(
        "police", 5, "Daan", 19, "Hoorn",
        "Wijkagent sprak hem na een ruzie op het plein. Daan vertelde dat hij zich nergens meer "
        "welkom voelt en is zelf nieuwsgierig naar een mentor.",
        "Een volwassene buiten politie en school om mee te praten.",
        "Wijkagent, één gesprek op zijn eigen verzoek.",
        steps=(TakenUp(4),),
    ),
    Story(
        "municipality", 3, "Lotte", 18, "Schagen",
        "Lotte is gestopt met haar bijbaan en haar sport. Ze zoekt houvast en vindt dat vooral bij "
        "een groep die zegt alle antwoorden te hebben.",
        "Iemand die vragen stelt in plaats van antwoorden geeft.",
        "Consulent leerplicht, ken haar sinds een jaar.",
        route=ContactRoute.EMAIL, details="lotte@voorbeeld.example", is_status_shared=False,
        steps=(
            TakenUp(2),
            Decided(1, _ASK, "Ik mis hoe ze er zelf over denkt.",
                    "Wat heeft Lotte zelf gezegd toen u haar over een mentor vertelde?"),
        ),
    ),
    Story(
        "school", 7, "Bram", 16, "Haarlem",
        "Bram heeft na de verhuizing geen vrienden meer over. Hij zegt dingen in de klas waar hij "
        "later spijt van heeft.",
        "Samen iets doen met motoren of fietsen, daar weet hij alles van.",
        "Zijn mentor op school.",
        guardian="Zijn vader, weet ervan en vindt het goed: 06 - 00 00 00 00",
        steps=(
            TakenUp(6),
            Decided(5, _ASK, "Onduidelijk of Bram zelf wil.", "Wil Bram het zelf ook?"),
            Answered(2, "Ja. Ik heb het hem gisteren nog gevraagd: ‘doe maar’."),
        ),
    ),
    Story(
        "care", 9, "Amira", 20, "Zandvoort",
        "Amira zorgt al jaren voor haar ouders. Ze is haar opleiding kwijtgeraakt en voelt zich "
        "door iedereen vergeten.",
        "Een vrouw met geduld die haar helpt weer aan zichzelf te denken.",
        "Praktijkondersteuner bij de huisarts.",
        times="Alleen op dinsdag en donderdag",
        own_words="‘Als het maar niet weer een formulier is.’",
        steps=(TakenUp(8), Decided(6, _ACCEPT, "Wil zelf, past goed bij wat we doen.")),
    ),
    Story(
        "probation", 12, "Kevin", 23, "Beverwijk",
        "Kevin rondt zijn toezicht af. Hij wil weg bij zijn oude groep, maar kent verder niemand.",
        "Iemand die naast hem staat als het toezicht stopt.",
        "Toezichthouder, vrijwillig besproken.",
        steps=(
            TakenUp(11),
            Decided(11, _ASK, "Eerst bellen over wat Kevin zelf wil."),
            Answered(9, "Gebeld: Kevin wil een kennismaking, liefst in de avond.", is_noted=True),
            Decided(8, _ACCEPT, "Duidelijke eigen vraag."),
        ),
    ),
    Story(
        "school", 14, "Tygo", 14, "Heemskerk",
        "Tygo spijbelt en zegt dat school een leugen is. Zijn ouders maken zich zorgen om zijn "
        "slaap en eten.",
        "Hoop op rust, maar misschien is er eerst iets anders nodig.",
        "Zorgcoördinator.",
        guardian="Beide ouders weten ervan: via mij",
        steps=(
            TakenUp(13),
            Decided(12, _ELSEWHERE, "Eerst hulp bij slapen en eten via het jeugdteam; met de "
                    "ouders besproken. Daarna mag hij terugkomen."),
        ),
    ),
    Story(
        "municipality", 15, "Iris", 26, "Bloemendaal",
        "Iris wil vooral hulp bij het vinden van een woning.",
        "Meegaan naar gesprekken.",
        "Wijkconsulent.",
        is_status_shared=False,
        steps=(
            TakenUp(14),
            Decided(12, _DECLINE, "Geen vraag voor een mentor; heeft mensen om zich heen."),
        ),
    ),
    Story(
        "youth_work", 0, "Yusuf", 16, "Zaandam",
        "Yusuf is van de voetbalclub gestuurd na een vechtpartij. Sindsdien hangt hij met oudere "
        "jongens die hem vertellen wie zijn vijanden zijn. Hij vroeg zelf of hier iets voor is.",
        "Iemand die hem weer aan het sporten krijgt en die er gewoon elke week is.",
        "Jongerenwerker op het plein.",
        guardian="Zijn oudere zus en zijn moeder weten ervan",
        own_words="‘Als hij maar niet gaat preken.’",
    ),
    Story(
        "care", 6, "Mila", 24, "Purmerend",
        "Mila verbrak het contact met haar familie en woont tijdelijk bij bekenden. Ze leest veel "
        "over complotten en vindt het lastig om nog iemand te vertrouwen.",
        "Rust en iemand die blijft, ook als ze een keer niet komt opdagen.",
        "Begeleider bij de opvang.",
        route=ContactRoute.REFERRER, details="Via de begeleider van de opvang",
        caution="Geen post naar haar oude adres.",
        steps=(TakenUp(5),),
    ),
    Story(
        "police", 13, "Rick", 18, "Wormerveer",
        "Rick zocht zelf contact na een gesprek op straat. Hij wil iets anders dan hij nu doet.",
        "Hulp bij een eerste stap.",
        "Jeugdagent.",
        steps=(TakenUp(12), Decided(10, _DECLINE, "Rick wil bij nader inzien niet.")),
    ),
)  # fmt: skip
