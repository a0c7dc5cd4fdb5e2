"""The map of tiles: who waits and which places are free, per municipality of one's own House."""

from collections.abc import Collection, Sequence

from flask import render_template

from mentorship.accounts.login import user_actor
from mentorship.foundation.access import Permission, requires
from mentorship.foundation.i18n import gettext as _
from mentorship.foundation.requests import request_db
from mentorship.foundation.tile_maps import Key, Tile, TileMap, tile_svg
from mentorship.matching import policy
from mentorship.matching.rounds import by_municipality
from mentorship.matching.rounds.by_municipality import Balances
from mentorship.matching.rounds.gathering import gather
from mentorship.matching.views.answers import Answer
from mentorship.matching.words import balances as words
from mentorship.mentors.queries import today
from mentorship.region.models import Municipality
from mentorship.region.queries import municipalities
from mentorship.region.tiles import spots


@requires(Permission.MATCH_READ)
def one() -> Answer:
    """Only people of the own Houses are read, so there is no number of another one to leave out."""
    db, own = request_db(), policy.houses_of(user_actor())
    day = today(db)
    all_ = municipalities(db)
    mine = [one for one in all_ if one.house_code in own]
    found = by_municipality.balances(gather(db, day, own).as_round_of_today(day), mine)
    lines = list(by_municipality.shortest_first(found, mine))
    short = words.short_words(one.name for one, balance in lines if balance.short)
    told = [words.together_words(found.together), short]
    return render_template(
        "matching/region_map.html",
        day=day,
        told=told,
        elsewhere_told=words.elsewhere_words(found.elsewhere),
        svg=tile_svg(_chart(all_, found, told)),
        lines=lines,
        found=found,
    )


def _chart(all_: Sequence[Municipality], found: Balances, told: Collection[str]) -> TileMap:
    here = spots()
    tiles = tuple(_tile(one, found) for one in all_ if one.code in here)
    key = Key(
        first=_("Young people who wait"),
        second=_("Free places"),
        short=_("More wait than places"),
        grey=_("Of another House"),
    )
    said = " ".join([*told, _("The table on this page tells the same.")])
    return TileMap(_("Who waits and which places are free, per municipality"), said, key, tiles)


def _tile(one: Municipality, found: Balances) -> Tile:
    spot, balance = spots()[one.code], found.of.get(one.code)
    numbers = (balance.waiting, balance.free) if balance else None
    return Tile(one.name, spot.label, spot.column, spot.row, numbers)
