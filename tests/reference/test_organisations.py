"""Where people can turn: found by country however it is called, help in a crisis first, nothing unchecked."""

import datetime as dt
from pathlib import Path

import pytest

from hub.reference import organisations
from hub.reference.curated import ReferenceFault

COUNTRIES = "[ireland]\nlabel = 'Ireland'\nplaces = 'ireland'\n[anywhere]\nlabel = 'Anywhere'\n"
LISTENERS = """
[listeners]
name = 'Listeners'
kind = 'help_now'
countries = 'ireland'
offers = 'Somebody who listens.'
whom = 'Anybody'
phone = '116 000'
phone_how = 'Call, free'
home = 'https://listeners.example'
source = 'Listeners, about us'
checked = 2026-11-24
review = 2027-05-24
"""


def folder(place: Path, listeners: str = LISTENERS, countries: str = COUNTRIES) -> Path:
    (place / "countries.toml").write_text(countries, encoding="utf-8")
    (place / "help.toml").write_text(listeners, encoding="utf-8")
    return place


def ids(found: list[organisations.Organisation]) -> list[str]:
    return [one.id for one in found]


# What somebody who needs it relies on


@pytest.mark.parametrize(("country", "first"), [
    ("United Kingdom", "samaritans"), ("UK", "samaritans"), ("united_kingdom", "samaritans"), ("Northern Ireland", "samaritans"),
    ("Ireland", "samaritans"), ("USA", "lifeline_988"), ("united states", "lifeline_988"), ("Canada", "helpline_988_canada"),
    ("Australia", "lifeline_australia"), ("New Zealand", "need_to_talk"), ("Germany", "befrienders"), ("Peru", "befrienders"),
    ("<script>", "befrienders"), ("…", "befrienders")])
def test_help_in_a_crisis_is_known_for_every_country_the_nearest_first(country: str, first: str) -> None:
    found = ids(organisations.help_now(country))
    assert found[0] == first
    assert found[-1] == "befrienders"
    assert len(found) <= 2


def test_without_a_country_all_help_is_named() -> None:
    found = ids(organisations.help_now())
    assert {"samaritans", "lifeline_988", "lifeline_australia"} <= set(found)
    assert found[-1] == "befrienders"


def test_a_country_has_its_organisations_and_those_of_its_continent_help_first() -> None:
    assert ids(organisations.for_country("UK"))[:2] == ["samaritans", "fertility_network_uk"]
    assert {"hfea", "fertility_europe", "eshre"} <= set(ids(organisations.for_country("UK")))
    assert ids(organisations.for_country("Poland")) == ["fertility_europe", "eshre"]
    assert ids(organisations.for_country("Atlantis")) == []
    assert ids(organisations.for_country("Ireland"))[0] == "samaritans"


def test_the_numbers_are_those_their_owners_give() -> None:
    phones = {one.id: one.phone for one in organisations.directory().organisations if one.phone}
    assert phones == {"samaritans": "116 123", "lifeline_988": "988", "helpline_988_canada": "988", "lifeline_australia": "13 11 14",
                      "need_to_talk": "1737"}
    assert next(one for one in organisations.directory().organisations if one.id == "samaritans").dial == "116123"


def test_what_could_not_be_checked_is_shown_nowhere() -> None:
    shown = {one.id for one in organisations.directory().organisations}
    assert not shown & {"donor_conception_network", "nisig", "access_australia"}
    assert all("(verify)" not in f"{one.offers} {one.whom} {one.source}" for one in organisations.directory().organisations)


def test_a_check_is_due_the_day_after() -> None:
    one = min(organisations.directory().organisations, key=lambda one: one.review)
    assert organisations.overdue(one.review) == []
    assert one in organisations.overdue(one.review + dt.timedelta(1))


# What an editor is told when the data are wrong


def test_a_sound_folder_is_read(tmp_path: Path) -> None:
    known = organisations.load(folder(tmp_path))
    assert known.countries == {"ireland": "Ireland", "anywhere": "Anywhere"}
    assert known.within("Ireland") == known.within("Dublin") == ("ireland",)
    assert organisations.load(folder(tmp_path, LISTENERS + "shown = false\n")).organisations == ()


@pytest.mark.parametrize(("was", "becomes", "told"), [
    ("source = 'Listeners, about us'", "", "no source"),
    ("source = 'Listeners, about us'", "source = 'hearsay (verify)'", "marked (verify) and shown"),
    ("review = 2027-05-24", "review = 2026-11-23", "review is before the day it was checked"),
    ("checked = 2026-11-24", "", "no checked"),
    ("kind = 'help_now'", "kind = 'clinic'", "'clinic' is no kind"),
    ("countries = 'ireland'", "countries = 'ireland; peru'", "'peru' is no country of countries.toml"),
    ("home = 'https://listeners.example'", "home = 'https://listeners.example/a/b'", "home is no plain home address"),
    ("phone_how = 'Call, free'", "", "stands with how it is used"),
    ("phone = '116 000'", "phone = 'ask for Ann'", "holds digits"),
    ("phone = '116 000'", "phone = 116", "phone is no str"),
])
def test_an_entry_that_could_lead_astray_is_refused(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    assert was in LISTENERS
    with pytest.raises(ReferenceFault) as caught:
        organisations.load(folder(tmp_path, LISTENERS.replace(was, becomes)))
    assert "help.toml [listeners]" in str(caught.value)
    assert told in str(caught.value)


def test_a_place_nobody_knows_and_an_id_taken_twice_are_refused(tmp_path: Path) -> None:
    place = folder(tmp_path, countries=COUNTRIES.replace("'ireland'", "'fet'"))
    (place / "more.toml").write_text(LISTENERS)
    with pytest.raises(ReferenceFault) as caught:
        organisations.load(place)
    assert "countries.toml [ireland]: 'fet' is no place of the vocabulary" in str(caught.value)
    assert "more.toml [listeners]: the id is taken" in str(caught.value)
