"""Official numbers say whose, when, per what and from where; the one beside a text is about what it speaks of."""

import datetime as dt
from pathlib import Path

import pytest

from hub.reference import figures
from hub.reference.curated import ReferenceFault

DAY = dt.date(2026, 11, 24)
WRITTEN = {  # as the publishers print them
    "infertility_worldwide": ["1 in 6"], "infertility_by_income": ["17.8%", "16.5%"],
    "uk_treatment": ["52,400", "77,500", "20,700"], "uk_births": ["1 in 32"], "uk_first_age": ["35.1", "29.2"],
    "europe_cycles": ["418,069", "368,464", "153,191", "79,510", "78,432"], "us_treatment": ["196,454", "68,908", "78,052"],
    "uk_fresh_births": ["25%", "35%", "5%"], "uk_fresh_pregnancies": ["31%", "41%"], "uk_frozen": ["39%", "33%"],
    "uk_multiple": ["3.4%"], "uk_families": ["43%", "40%", "35%"], "uk_ethnicity": ["23%", "24%", "32%"],
    "europe_pregnancies": ["33.5%", "33.5%", "37%"], "anz_cumulative": ["32.7%", "54.3%", "77.2%"],
    "anz_first_cycle": ["32.7%", "43.7%", "10.7%"], "uk_funding": ["40%", "27%"], "uk_waiting": ["16%"],
    "uk_satisfied": ["73%", "59%", "50%"], "uk_add_ons": ["73%"]}
SOURCES = """
[register]
title = 'A yearly report'
publisher = 'A register'
published = 'June 2025'
link = 'https://register.example'
"""
GROUP = "title = 'Made for a test'\nwords = 'A few words.'\n"
FIGURE = """
[births]
title = 'Births'
whose = 'A register'
year = '2023'
counts = 'Births'
per = '100 embryos'
unit = 'percent'
values = { 'All' = 25 }
source = 'register'
as_of = 2025-06-01
review = 2026-06-01
about = 'fet'
limits = 'Nearly everything.'
"""


def folder(place: Path, figure: str = FIGURE, sources: str = SOURCES, other: str = "") -> Path:
    for name, text in {"sources": sources, **dict.fromkeys(figures.GROUPS, GROUP), figures.GROUPS[0]: GROUP + figure,
                       figures.GROUPS[1]: GROUP + other}.items():
        (place / f"{name}.toml").write_text(text, encoding="utf-8")
    return place


def named(name: str) -> figures.Figure:
    return next(figure for figure in figures.shown() if figure.id == name)


def beside(*concepts: str, day: dt.date = DAY, hidden: frozenset[str] = frozenset(), **weighed: float) -> str | None:
    found = figures.beside({**dict.fromkeys(concepts, 1.0), **weighed}, day, hidden)
    return found and found.id


# What readers rely on


def test_each_number_is_the_one_its_publisher_prints() -> None:
    assert {figure.id: [written for _, written in figure.rows] for figure in figures.shown()} == WRITTEN


def test_each_number_says_what_it_is_and_what_it_does_not_say() -> None:
    for figure in figures.shown():
        for words in (figure.title, figure.whose, figure.year, figure.counts, figure.per, figure.limits, figure.source.title,
                      figure.source.publisher, figure.source.published):
            assert words.strip(), figure.id
        assert figure.review > figure.as_of, figure.id
        assert figure.about, figure.id


def test_what_the_regulator_calls_preliminary_is_called_so() -> None:
    told = {figure.id for figure in figures.shown() if figure.preliminary}
    assert {"uk_fresh_births", "uk_frozen", "europe_pregnancies"} <= told
    assert not told & {"anz_cumulative", "infertility_worldwide", "us_treatment"}


def test_a_number_of_births_is_kept_from_who_would_rather_not_meet_one() -> None:
    left = figures.shown(frozenset({"live_birth", "pregnancy"}))
    assert "uk_add_ons" in {figure.id for figure in left}
    assert [f.id for f in left if any(word in f.counts.lower() for word in ("birth after", "babies", "births from", "pregnancies"))] == []


# Which one stands beside a text


@pytest.mark.parametrize(("spoken", "found"), [
    (["fet"], "uk_frozen"), (["infertility"], "infertility_worldwide"), (["add_ons", "cost"], "uk_add_ons"),
    (["public_funding"], "uk_funding"), (["twins"], "uk_multiple"), (["solo_mother"], "uk_families"),
    (["clinic_culture"], "uk_satisfied"), (["weather"], None), (["sperm_donor", "donor_anonymity"], None), ([], None)])
def test_a_text_gets_the_number_about_what_it_speaks_of(spoken: list[str], found: str | None) -> None:
    assert beside(*spoken) == found


def test_what_only_surrounds_a_number_brings_none() -> None:
    assert beside("united_kingdom", "ivf", "embryo", "success_rates") != "uk_frozen"
    assert beside("united_kingdom", "cost") is None


def test_a_thing_said_in_passing_brings_no_number() -> None:
    assert beside(fet=0.33) is None
    assert beside(fet=0.5, surrogacy=0.9) is None
    assert beside(fet=0.7, surrogacy=0.9) == "uk_frozen"


def test_what_is_said_more_precisely_counts_as_that() -> None:
    assert beside(embryo_transfer=0.6) == "europe_pregnancies"
    assert beside(embryo_transfer=0.6, fet=0.5) == "uk_frozen"


def test_more_in_common_fits_better() -> None:
    assert beside("race_inequality", "fresh_transfer") == "uk_ethnicity"
    assert beside("race_inequality", "clinic_culture", "complaint") == "uk_satisfied"


def test_no_number_of_births_stands_before_who_would_rather_not_meet_one() -> None:
    assert beside("fet", hidden=frozenset({"live_birth"})) is None


def test_of_two_that_fit_alike_the_one_that_was_looked_at_goes_first() -> None:
    first, second = named("uk_ethnicity"), named("uk_satisfied")
    assert first.review < second.review
    assert beside("race_inequality", day=first.review) == first.id
    assert beside("race_inequality", day=second.review) == second.id
    assert beside("race_inequality", day=second.review + dt.timedelta(1)) == first.id


def test_a_review_is_due_the_day_after() -> None:
    figure = min(figures.shown(), key=lambda one: one.review)
    assert not figure.overdue(figure.review)
    assert figure.overdue(figure.review + dt.timedelta(1))
    assert figures.overdue(figure.review) == []
    assert figure in figures.overdue(figure.review + dt.timedelta(1))


# What an editor is told when the data are wrong


def test_a_sound_folder_is_read_and_what_is_not_to_be_shown_is_not(tmp_path: Path) -> None:
    hidden = FIGURE.replace("[births]", "[later]") + "shown = false\nnotes = 'loss'\n"
    groups = figures.load(folder(tmp_path, other=hidden.replace("Nearly everything", "Its source (verify)")))
    assert [(group.id, [figure.id for figure in group.figures]) for group in groups] == [
        (figures.GROUPS[0], ["births"]), (figures.GROUPS[1], []), (figures.GROUPS[2], [])]
    assert groups[0].figures[0].source.link == "https://register.example"


@pytest.mark.parametrize(("was", "becomes", "told"), [
    ("source = 'register'", "", "no source"),
    ("source = 'register'", "source = ''", "no source"),
    ("source = 'register'", "source = 'hearsay'", "no source 'hearsay'"),
    ("about = 'fet'", "about = 'moon'", "'moon' is no concept"),
    ("about = 'fet'", "about = 'fet'\nalso = 'ivf; sun'", "'sun' is no concept"),
    ("review = 2026-06-01", "review = 2025-05-31", "review is before its as-of day"),
    ("review = 2026-06-01", "review = 'soon'", "review is no date"),
    ("review = 2026-06-01", "", "no review"),
    ("limits = 'Nearly everything.'", "", "no limits"),
    ("limits = 'Nearly everything.'", "limits = 'All of it (verify)'", "marked (verify) and shown"),
    ("unit = 'percent'", "unit = 'hope'", "'hope' is no unit"),
    ("{ 'All' = 25 }", "{}", "no values"),
    ("{ 'All' = 25 }", "{ 'All' = 125 }", "'All' has no value that can be"),
    ("{ 'All' = 25 }", "{ 'All' = 'many' }", "'All' has no value that can be"),
    ("{ 'All' = 25 }", "{ 'All' = -1 }", "'All' has no value that can be"),
    ("{ 'All' = 25 }", "{ 'Everybody who was ever asked about it' = 25 }", "is longer than 32"),
    ("unit = 'percent'", "unit = 'percent'\nnotes = 'spoilers'", "'spoilers' is no content note"),
    ("unit = 'percent'", "unit = 'percent'\nodds = 'good'", "unknown field 'odds'"),
])
def test_a_number_that_does_not_say_what_it_is_is_refused(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    assert was in FIGURE
    with pytest.raises(ReferenceFault, match="births") as caught:
        figures.load(folder(tmp_path, FIGURE.replace(was, becomes)))
    assert f"{figures.GROUPS[0]}.toml [births]" in str(caught.value)
    assert told in str(caught.value)


@pytest.mark.parametrize("link", ["http://register.example", "https://register.example/a/b?c=1", "https://register", "https://a@register.example",
                                  "https://register.example/#x", "register.example"])
def test_a_link_that_is_no_plain_home_address_is_refused(tmp_path: Path, link: str) -> None:
    with pytest.raises(ReferenceFault, match="link is no plain home address"):
        figures.load(folder(tmp_path, sources=SOURCES.replace("https://register.example", link)))


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    place = folder(tmp_path, FIGURE.replace("'fet'", "'moon'"), other=FIGURE)
    (place / f"{figures.GROUPS[2]}.toml").write_text("words = 'No title.'\n= broken")
    with pytest.raises(ReferenceFault) as caught:
        figures.load(place)
    assert len(caught.value.faults) == 4
    assert "the id is taken" in str(caught.value)
