"""What readers, authors and editors rely on in the hub's vocabulary, and what its loader refuses."""

import re
from pathlib import Path

import pytest

from hub.reference.facets import FACETS
from hub.reference.vocabulary import COVERED_FACETS, VocabularyFault, fold, load, vocabulary

ACRONYMS = ["TTC", "2WW", "TWW", "BFP", "BFN", "FET", "FER", "ET", "EC", "ER", "SET", "DET", "OTD", "PUPO", "POAS", "HPT", "OHSS", "AMH", "AFC", "FSH", "LH", "hCG", "ICSI", "IUI", "DI", "PGT-A", "PGS", "PGT-M", "PGD", "PGT-SR", "DE", "SD", "ED", "GC", "IP", "HSG", "SA", "PCOS", "DOR", "RE", "ART", "M/C", "MMC", "D&C", "dpo", "dpt", "5dp5dt", "CD", "AF", "D/R", "BBT", "OPK", "DH", "DW", "DP", "LC", "CFNBC", "RIF", "RPL", "TFMR", "TESE", "IF", "DS", "CP", "IM"]
SHORTHAND = ("stims", "micro-TESE", "beta", "frostie", "snow baby", "on ice")

CONCEPT = """
reviewed = '2026-11-23'
[fet]
label = 'Frozen embryo transfer'
definition = 'A thawed embryo is placed in the womb.'
community = 'FET; frostie day'
source = 'made for a test'
"""


def folder(place: Path, **files: str) -> Path:
    for name, text in files.items():
        (place / f"{name}.toml").write_text(text, encoding="utf-8")
    return place


def refused(place: Path, **files: str) -> str:
    with pytest.raises(VocabularyFault) as caught:
        load(folder(place, **files))
    return str(caught.value)


# What people rely on


def test_it_speaks_of_at_least_460_things() -> None:
    assert len(vocabulary().concepts) >= 460


def test_every_value_of_a_facet_has_its_concept() -> None:
    words = vocabulary()
    assert words.uncovered() == []
    for facet in COVERED_FACETS:
        for value in FACETS[facet].values:
            concept = words.for_facet(facet, value)
            assert concept is not None
            assert concept.facet == (facet, value)
    assert words.for_facet("treatment", "wishing") is None


def test_a_definition_is_one_or_two_short_sentences() -> None:
    for concept in vocabulary().concepts.values():
        assert len(concept.definition) <= 300, concept.place
        assert concept.definition[-1] in ".?!", concept.place
        assert len(re.findall(r"[.!?](?:\s|$)", concept.definition)) in (1, 2), concept.place
        assert not re.search(r"https?:|\bwww\.", concept.definition), concept.place


@pytest.mark.parametrize("form", [*ACRONYMS, *SHORTHAND])
def test_the_shorthand_of_forums_is_known(form: str) -> None:
    words = vocabulary()
    assert fold(form) in words.by_form or fold(form) in words.collisions


@pytest.mark.parametrize("form", ACRONYMS)
def test_an_acronym_is_matched_only_exactly(form: str) -> None:
    assert fold(form) in vocabulary().acronyms


def test_ordinary_words_are_not_taken_for_acronyms() -> None:
    for word in ("frostie", "endometriosis", "donor", "natural", "stims", "hope"):
        assert word not in vocabulary().acronyms


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("no sperm", "azoospermia"),
        ("on ice", "frozen_embryo"),
        ("Stomach swelled up", "ohss"),
        ("it didn’t work", "failed_cycle"),
        ("didnt take", "failed_cycle"),
        ("gave up on it", "stopped_treatment"),
        ("polycystic ovary syndrome", "pcos"),
        ("egg retrieval", "egg_collection"),
        ("Egg-collection", "egg_collection"),
        ("estrogen", "oestrogen"),
        ("pgta", "pgt_a"),
        ("two week wait", "two_week_wait"),
        ("not a real man", "mens_shame"),
        ("who keeps the embryos", "divorce_embryos"),
    ],
)
def test_plain_words_and_clinical_words_meet(said: str, meant: str) -> None:
    assert vocabulary().by_form.get(fold(said)) == (meant,)


def test_a_form_of_several_meanings_is_never_expanded_silently() -> None:
    words = vocabulary()
    assert not words.collisions.keys() & words.by_form.keys()
    assert set(words.collisions["cp"]) == {"chemical_pregnancy", "cervix"}
    for form in ("if", "ds", "ed", "im", "er", "de", "ec", "sa", "af", "art", "set", "re"):
        assert words.collisions[form], form
        assert words.notes[form], form
    assert "sperm" in words.notes["ds"]


def test_every_form_belongs_to_one_concept() -> None:
    assert all(len(found) == 1 for found in vocabulary().by_form.values())


def test_the_forms_of_a_concept_begin_with_its_label_and_do_not_repeat() -> None:
    for concept in vocabulary().concepts.values():
        assert concept.forms[0] == concept.label
        assert len({fold(form) for form in concept.forms}) == len(concept.forms)


def test_mesh_numbers_look_like_mesh_numbers() -> None:
    numbers = [concept.mesh for concept in vocabulary().concepts.values() if concept.mesh]
    assert "D005307" in numbers
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"D\d{6}(?:\d{3})?", number) for number in numbers)


def test_it_is_read_once() -> None:
    assert vocabulary() is vocabulary()
    assert vocabulary().faults() == []


# How forms are compared


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("FET", "fet"),
        ("Two-Week  Wait", "two week wait"),
        ("didn’t", "didnt"),
        ("didn't", "didnt"),
        ("Müllerian", "mullerian"),
        ("bébé", "bebe"),
        ("be\u0301be\u0301", "bebe"),
        ("İVF", "ivf"),
        ("ﬁve", "five"),
        ("PGT‑A", "pgt a"),
        ("D&C", "d c"),
        (" m/c ", "m c"),
        ("a_b", "a b"),
        ("…", ""),
    ],
)
def test_spelling_does_not_stand_between_two_people(typed: str, compared: str) -> None:
    assert fold(typed) == compared
    assert fold(fold(typed)) == compared


# What an editor is told when the data are wrong


def test_a_small_vocabulary_is_read(tmp_path: Path) -> None:
    words = load(folder(tmp_path, treatments=CONCEPT))
    assert words.concepts["fet"].kind == "treatments"
    assert words.concepts["fet"].forms == ("Frozen embryo transfer", "FET", "frostie day")
    assert words.acronyms == {"fet"}
    assert "treatment.fet" in words.uncovered()


def test_a_second_concept_of_the_same_id_is_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, treatments=CONCEPT, stages=CONCEPT)
    assert "treatments.toml [fet]: the id is taken by stages.toml [fet]" in message


def test_the_same_form_in_two_concepts_is_refused(tmp_path: Path) -> None:
    other = CONCEPT.replace("[fet]", "[frozen]").replace("Frozen embryo transfer", "Frozen")
    message = refused(tmp_path, treatments=CONCEPT, stages=other)
    assert "stages.toml [frozen], treatments.toml [fet]: 'fet' stands in each" in message


def test_links_to_nowhere_and_to_itself_are_refused(tmp_path: Path) -> None:
    message = refused(tmp_path, treatments=CONCEPT + "broader = 'fet'\nrelated = 'moon'\n")
    assert "treatments.toml [fet]: links to 'fet'" in message
    assert "treatments.toml [fet]: links to 'moon'" in message


@pytest.mark.parametrize("field", ["label", "definition", "source"])
def test_a_concept_without_its_words_or_source_is_refused(tmp_path: Path, field: str) -> None:
    text = re.sub(rf"(?m)^{field} = .*$", "", CONCEPT)
    assert f"treatments.toml [fet]: no {field}" in refused(tmp_path, treatments=text)


def test_an_unknown_value_of_a_facet_is_refused(tmp_path: Path) -> None:
    text = CONCEPT + 'facet = ["treatment", "wishing"]\n'
    assert "treatment.wishing is no value of a facet" in refused(tmp_path, treatments=text)


def test_two_concepts_for_one_value_of_a_facet_are_refused(tmp_path: Path) -> None:
    mine = CONCEPT + 'facet = ["treatment", "fet"]\n'
    other = mine.replace("[fet]", "[thaw]").replace("Frozen embryo transfer", "Thaw")
    other = other.replace("FET; frostie day", "")
    message = refused(tmp_path, treatments=mine, stages=other)
    assert "treatment.fet already belongs to stages.toml [thaw]" in message


def test_a_collision_claimed_by_a_concept_is_refused(tmp_path: Path) -> None:
    several = "reviewed = '2026-11-23'\n[FET]\nmeans = 'fet'\nnote = 'Also a name.'\n"
    message = refused(tmp_path, treatments=CONCEPT, collisions=several)
    assert "treatments.toml [fet]: 'fet' has several meanings" in message


def test_a_collision_is_offered_with_its_note(tmp_path: Path) -> None:
    several = "reviewed = '2026-11-23'\n[Thaw]\nmeans = 'fet'\nnote = 'Also the weather.'\n"
    words = load(folder(tmp_path, treatments=CONCEPT, collisions=several))
    assert words.collisions == {"thaw": ("fet",)}
    assert words.notes["thaw"] == "Also the weather."
    assert "thaw" not in words.acronyms


def test_an_everyday_saying_may_not_be_a_form_too(tmp_path: Path) -> None:
    sayings = "reviewed = '2026-11-24'\n[fet]\nsaid = 'frosty morning; frostie day'\n"
    message = refused(tmp_path, treatments=CONCEPT, ordinary=sayings)
    assert "ordinary.toml: 'frostie day' cannot be an everyday saying and stand in a concept" in message
    assert load(folder(tmp_path, ordinary=sayings.replace("; frostie day", ""))).ordinary == {"frosty morning"}


def test_a_saying_without_its_words_or_with_more_is_named(tmp_path: Path) -> None:
    message = refused(tmp_path, treatments=CONCEPT, ordinary="reviewed = '2026-11-24'\n[fet]\nmeans = 'fet'\n")
    assert "ordinary.toml [fet]: unknown field 'means'" in message


def test_collisions_that_lead_nowhere_repeat_or_offer_no_choice_are_refused(tmp_path: Path) -> None:
    several = """reviewed = '2026-11-23'
    [XX]
    means = 'moon; fet'
    [xx]
    means = 'fet'
    """
    message = refused(tmp_path, treatments=CONCEPT, collisions=several)
    assert "collisions.toml [XX]: may mean 'moon'" in message
    assert "collisions.toml [xx]: listed twice" in message
    assert "collisions.toml [xx]: needs two meanings" in message


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("colour = 'blue'", "unknown field 'colour'"),
        ("lay = ['a', 'b']", "lay is written as one string"),
        ("facet = 'treatment.fet'", "facet is written as [facet, value]"),
        ("lay = '…'", "a form without letters or digits"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_place(tmp_path: Path, line: str, told: str) -> None:
    message = refused(tmp_path, treatments=CONCEPT + line + "\n")
    assert "treatments.toml [fet]" in message
    assert told in message


def test_a_file_without_review_date_or_with_broken_toml_is_refused(tmp_path: Path) -> None:
    undated = CONCEPT.replace("reviewed = '2026-11-23'", "stray = 'words'")
    message = refused(tmp_path, treatments=undated, stages="[open\n")
    assert "treatments.toml: no `reviewed` date" in message
    assert "treatments.toml [stray]: not a table" in message
    assert "stages.toml: " in message


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = CONCEPT.replace("source = 'made for a test'", "related = 'moon; sun'")
    with pytest.raises(VocabularyFault) as caught:
        load(folder(tmp_path, treatments=text))
    assert len(caught.value.faults) == 3
    assert isinstance(caught.value, ValueError)
