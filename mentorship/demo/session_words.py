"""What the invented mentors write in a log: short, about what they did, never about a label."""

from collections.abc import Mapping

from mentorship.trajectories.sessions.models import SessionKind

TOPICS = (
    "school", "friendship", "family", "future", "daily_rhythm", "free_time", "finding_work",
    "money", "self_confidence", "online_life", "stress", "football", "gaming", "cooking",
    "cycling", "music_listening", "fitness", "hiking", "coffee", "loneliness", "work",
)  # fmt: skip
PLACES = (
    "Bij de bibliotheek", "Voor het station", "Aan de haven", "Bij het buurthuis",
    "Op het voetbalveld", "Bij de bushalte",
)  # fmt: skip
NOTES = (
    "Eerst stil, na een rondje lopen kwam het verhaal vanzelf.",
    "Samen gekookt. Er werd veel gelachen.",
    "Brief van school doorgenomen en een antwoord geschreven.",
    "Vertelde dat het thuis rustiger is dan vorige maand.",
    "Kwam een kwartier te laat, was daarna helemaal aanwezig.",
    "We hebben vooral getafeltennist. Praten hoefde even niet.",
    "Wilde weten hoe ik vroeger vrienden maakte. Mooi gesprek.",
    "Sollicitatie geoefend bij een kop thee.",
    "Slecht geslapen, dus het kort gehouden en een stuk gefietst.",
    "Is naar de open dag gegaan, alleen. Trots.",
    "Baalde van een ruzie in de groepsapp; samen bedacht wat helpt.",
    "Fietsband geplakt en ondertussen over de zomer gepraat.",
    "Vond het spannend om iemand te bellen. Het is gelukt.",
    "Niet veel gezegd, wel gezegd dat het fijn was.",
    "Naar de markt geweest en te veel stroopwafels gegeten.",
    "Had zelf een onderwerp bedacht: geld overhouden.",
    "Zag een oude vriend terug bij het sporten.",
    "Wil volgende keer iets met muziek doen.",
    "We hebben afgesproken dat uitstellen ook gewoon gezegd mag worden.",
    "Rustige middag aan het water.",
)  # fmt: skip
CANCELLED: Mapping[SessionKind, tuple[str, ...]] = {
    SessionKind.NO_CONTACT: (
        "Twee keer gebeld, geen gehoor. Bericht gestuurd dat ik er ben.",
        "Stond een half uur bij het station. Later geen reactie.",
    ),
    SessionKind.CANCELLED_BY_MENTEE: (
        "Moest onverwacht werken.", "Had geen zin, zei dat eerlijk. Prima.", "Was ziek.",
    ),
    SessionKind.CANCELLED_BY_MENTOR: (
        "Ik had koorts.", "De trein reed niet, we bellen morgen.",
    ),
}  # fmt: skip
