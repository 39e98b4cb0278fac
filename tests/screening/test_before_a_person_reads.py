"""What authors and moderators see of screening: marks on the words as typed, with a reason, never a fault."""

import pytest

from hub import screening
from hub.screening import CHECKS, Check, Finding, screen, severe, words
from hub.screening.reading import Reading


def marked(text: str, check: str) -> list[str]:
    """The stretches of the text that a check marks."""
    return [text[finding.start:finding.end] for finding in screen(text) if finding.check == check]


def test_a_calm_story_has_no_marks() -> None:
    assert screen("We had one frozen embryo, and the thaw went well. He is three and likes diggers.") == []


@pytest.mark.parametrize("text", [
    "AMH 1.2, day 5, 5AA, £4,000, the needles were killing me",
    "I wanted to die of embarrassment and I wanted to scream. Call me naive.",
    "I was on 300 units. I stopped taking it. We have 5 embryos @ day 3.",
    "My clinic was cold. Dr. Mina was kind.",
])
def test_an_honest_story_that_looks_risky_is_not_held(text: str) -> None:
    assert severe(screen(text)) in (None, "note")


@pytest.mark.parametrize(("text", "check", "part"), [
    ("Write to wren@example.org please", "contact_data", "wren@example.org"),
    ("Write to wren at example dot org please", "contact_data", "wren at example dot org"),
    ("Ring me on 01632 960 555 tonight", "contact_data", "01632 960 555"),
    ("oh seven seven double oh nine double oh one two three is my phone", "contact_data",
     "oh seven seven double oh nine double oh one two three"),
    ("I'm @wren.and.wait on there", "contact_data", "@wren.and.wait"),
    ("We live at 12 Tannery Lane, come by", "contact_data", "12 Tannery Lane"),
    ("See https://example.org/a for it", "link", "https://example.org/a"),
    ("Dr Wren Hollow sat down", "named_person", "Dr Wren Hollow"),
    ("We went to the Wrenfield Fertility Centre first", "named_clinic", "Wrenfield Fertility Centre"),
    ("It was on 14 March 2021, a Sunday", "exact_date", "14 march 2021"),
])
def test_the_mark_stands_on_the_words_themselves(text: str, check: str, part: str) -> None:
    assert [found.lower() for found in marked(text, check)] == [part.lower()]


@pytest.mark.parametrize(("text", "part"), [
    ("Mail: w\u200bren@exam\u200bple.org!", "w\u200bren@exam\u200bple.org"),
    ("Mail: ｗｒｅｎ＠ｅｘａｍｐｌｅ．ｏｒｇ!", "ｗｒｅｎ＠ｅｘａｍｐｌｅ．ｏｒｇ"),
    ("Mail: wr\u0435n@ex\u0430mple.org!", "wr\u0435n@ex\u0430mple.org"),
    ("½ a life … Mail: wrén@example.org!", "wrén@example.org"),
])
def test_a_disguise_is_seen_through_and_marked_as_typed(text: str, part: str) -> None:
    assert marked(text, "contact_data") == [part]


def test_signs_that_cannot_be_seen_are_marked() -> None:
    assert marked("one\u202etwo\u200b three", "hidden_characters") == ["\u202e", "\u200b"]
    assert marked("a family 👩\u200d👩\u200d👧 of three", "hidden_characters") == []


@pytest.mark.parametrize("text", ["aaaaaaaaaaaaaaaaaa", "why why why why why why why", "WHY DID " * 10])
def test_a_flood_is_marked(text: str) -> None:
    assert marked(text, "flood")


def test_praise_with_a_name_is_not_an_accusation_and_blame_without_a_name_is_not_either() -> None:
    assert not marked("Thank you, Dr Wren Hollow, you never lied to us.", "accusation")
    assert not marked("The clinic lied to us and lost our embryos.", "accusation")
    assert marked("Dr Wren Hollow lied to us and lost our embryos.", "accusation")
    assert marked("We saw Dr Wren Hollow. He lied to us for a year.", "accusation")


@pytest.mark.parametrize("text", [
    "Ten years ago I wanted to die. A stranger talked me down, I got help, and I'm fine now.",
    "Back then I didn't want to wake up; therapy got me through, and today I am well."])
def test_despair_that_is_over_is_worth_a_look_and_not_urgent(text: str) -> None:
    assert severe(screen(text)) == "note"
    assert marked(text, "past_despair")
    assert marked(text + " And now it's back, every night.", "distress")


@pytest.mark.parametrize("text", [
    "I have lost the will to live after the third loss.", "I've lost the will to live by now, nothing helps.",
    "I am at peace with my decision to end my life.", "I want to vanish from my life for good.",
    "I put my affairs in order before Friday. By Friday I will be gone.", "I cannot see a year ahead and I do not want to.",
    "After the hormone crash I wanted to die, and I still do.", "dont want to be here anymore"])
def test_no_figure_of_speech_hides_despair_beside_it(text: str) -> None:
    assert severe(screen(text)) == "urgent"


def test_what_only_resembles_the_learned_texts_is_heard() -> None:
    assert marked("I lie there and think how much lighter it would all be for them.", "distress")


def test_what_one_sentence_says_alone_is_not_marked_in_the_next_one() -> None:
    assert marked("Call me on 01632 960123, whoever you are. Nobody rang.", "contact_data") == ["01632 960123"]


def test_despair_outranks_everything_else() -> None:
    found = screen("I want to die. Mail wren@example.org.")
    assert severe(found) == "urgent"
    assert severe([finding for finding in found if finding.check == "contact_data"]) == "hold"
    assert severe([]) is None


def test_marks_come_in_the_order_of_the_text() -> None:
    found = screen("Mail wren@example.org on 14 March 2021. I want to die.")
    assert [finding.start for finding in found] == sorted(finding.start for finding in found)


def test_the_same_text_always_has_the_same_marks() -> None:
    text = "Selling two sealed Menopur vials, £40, ring 01632 960 555."
    assert screen(text) == screen(text)


def test_every_mark_has_a_reason_in_plain_words() -> None:
    for check in CHECKS:
        assert words(check.name).endswith(".")
        assert check.severity in screening.SEVERITIES
    assert words("check_failed")


def test_a_check_that_fails_holds_for_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Reading) -> list[tuple[int, int]]:
        raise ValueError("broken")

    monkeypatch.setattr(screening, "CHECKS", (Check("broken", broken, "note", "."), *CHECKS))
    found = screen("Mail wren@example.org.")
    assert Finding("check_failed", 0, 0, "hold") in found
    assert any(finding.check == "contact_data" for finding in found)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\ud800", "İ" * 9, "ﷺ", "\x00", "🏳️‍🌈", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞"])
def test_odd_texts_are_read_without_fault(text: str) -> None:
    assert all(f.check != "check_failed" and 0 <= f.start <= f.end <= len(text) for f in screen(text))
