"""Somebody wants to keep a story: on paper, or as a link to the words that met them."""

from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey
Visitor = Callable[..., Page]
SELECTS = """words => { const range = document.createRange(), text = document.querySelector('.letter .prose p').firstChild;
    range.setStart(text, 0); range.setEnd(text, words); getSelection().removeAllRanges(); getSelection().addRange(range); }"""


def opens_a_story(page: Page) -> str:
    """Open the newest experience; its address."""
    page.goto("/experiences")
    page.locator(".card-experience a").first.click()
    page.wait_for_url("**/experiences/*")
    return page.url


def test_a_link_leads_to_the_words_that_were_selected(visitor: Visitor) -> None:
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    address = opens_a_story(page)
    button, said = page.locator("[data-passage]"), page.locator("[data-keeping] [role=status]")
    button.click()
    expect(said).to_have_text("Select some words of the text first.")
    page.evaluate(SELECTS, 12)
    selected = page.evaluate("getSelection().toString().trim()")
    button.focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("The link is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert unquote(link) == f"{address}#p1:~:text={selected}"


def test_a_paragraph_has_a_link_of_its_own_with_and_without_scripts(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    address = opens_a_story(page)
    page.get_by_text("Link to a paragraph").focus()
    page.keyboard.press("Enter")
    page.locator(".places a").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}#p2")
    marked = "document.querySelector('#p2').matches(':target') && getComputedStyle(document.querySelector('#p2')).backgroundColor"
    assert page.evaluate(marked) not in (False, page.evaluate("getComputedStyle(document.querySelector('#p1')).backgroundColor"))
    page = visitor(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_text("Link to a paragraph").click()
    page.locator(".places button").nth(1).click()
    expect(page.locator("[data-keeping] [role=status]")).to_have_text("The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}#p2"


def test_on_paper_a_story_is_a_letter_with_its_address(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    address = opens_a_story(page)
    expect(page.locator("[data-keeping]")).to_be_hidden()
    page.emulate_media(media="print")
    for shown in ("h1", ".letter .prose", ".on-paper"):
        expect(page.locator(shown).first).to_be_visible()
    expect(page.locator(".on-paper")).to_have_text(address)
    for hidden in ("header.site", "footer.site", ".card", ".button", ".keeping"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
