"""A newcomer reads a story with words they do not know: by keyboard, by touch, without scripts; and follows a topic."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import holds, weighs

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
Visitor = Callable[..., Page]


def opens_a_story_with_words(page: Page) -> None:
    """Find a story that uses short forms, and open it."""
    page.goto("/search?q=PUPO&kind=experience")
    page.locator(".card-experience a").first.click()
    page.wait_for_url("**/experiences/*")


def test_a_word_is_explained_by_keyboard(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    opens_a_story_with_words(page)
    term = page.locator(".term button").first
    term.focus()
    meaning = page.locator(".meaning").first
    expect(meaning).to_be_hidden()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()
    page.keyboard.press("Tab")
    expect(meaning.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    expect(term).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary?letter=*")
    expect(page.locator(".entry:target")).to_be_in_viewport()


def test_a_word_is_explained_by_touch_and_put_away_beside_it(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    opens_a_story_with_words(page)
    page.locator(".term button").first.tap()
    meaning = page.locator(".meaning").first
    expect(meaning).to_be_in_viewport()
    holds(page)
    page.locator(".term button").first.tap()
    page.locator("h1").tap()
    expect(meaning).to_be_hidden()


def test_what_is_copied_is_the_story_alone(visitor: Visitor) -> None:
    page = visitor()
    opens_a_story_with_words(page)
    copied = page.evaluate("""() => { const s = getSelection(); s.selectAllChildren(document.querySelector('.prose')); return s.toString() }""")
    assert "PUPO" in copied
    assert "What “" not in copied
    assert "glossary" not in copied
    assert copied.count("PUPO") == page.locator(".prose").evaluate("e => e.textContent").count("PUPO")


def test_a_topic_is_found_and_read_on_a_phone(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/")
    page.get_by_role("link", name="Topics").tap()
    page.get_by_label("Find a topic by any name it has").fill("FET")
    page.get_by_role("button", name="Find").tap()
    page.get_by_role("link", name="Frozen embryo transfer").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Frozen embryo transfer")
    holds(page)


@pytest.mark.parametrize("path", ["/topics", "/topics/fet", "/topics/ivf", "/topics/hope", "/glossary", "/glossary?letter=S", "/glossary?q=er"])
def test_these_pages_are_light_and_open_to_everybody(visitor: Visitor, path: str) -> None:
    page = visitor()
    weighs(page, path)
    holds(page)
