"""Somebody searches with the keyboard alone, somebody else by touch: suggestions open, are chosen and get out of the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import holds, open_to_all, weighs

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 320, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
Visitor = Callable[..., Page]


def test_a_suggestion_is_chosen_by_keyboard(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/")
    box = page.get_by_role("combobox", name="Search news and experiences")
    box.focus()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("frozen")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text(re.compile(r"^\d suggestions, arrow keys to choose\.$"))).to_have_attribute("role", "status")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    open_to_all(page)  # while the list is open
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("frozen")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("ArrowDown")
    chosen = options.first.get_attribute("data-text") or ""
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator("#q")).to_have_value(chosen)
    expect(page.locator(".count")).to_contain_text(f"for “{chosen}”")


def test_enter_without_a_choice_searches_for_what_was_typed(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/search")
    page.locator("#q").focus()
    page.keyboard.type("frozen em")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=frozen+em")
    page.locator("#q").focus()
    page.keyboard.press("End")
    page.keyboard.type("b")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_suggestion_filters_and_the_balance_by_touch(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/search?hide=loss")
    page.locator("#q").tap()
    page.locator("#q").press_sequentially("frozen emb")
    page.get_by_role("option").first.tap()
    page.wait_for_url("**/search?q=*&hide=loss")
    page.get_by_text("Filters", exact=True).tap()
    page.get_by_role("link", name="Experiences", exact=True).nth(1).tap()
    page.wait_for_url("**kind=experience**")
    expect(page.get_by_role("link", name="News or experience: Experiences , remove")).to_be_visible()
    page.get_by_role("link", name="Balance the endings").tap()
    page.wait_for_url("**endings=mixed**")
    expect(page.get_by_text("the endings taking turns")).to_be_visible()
    holds(page)


@pytest.mark.parametrize("path", ["/search", "/search?q=transfer&treatment=fet&endings=mixed", "/search?q=ER+transfer", "/search?q=partner+klinefelter"])
def test_each_kind_of_answer_is_light_and_open_to_everybody(visitor: Visitor, path: str) -> None:
    page = visitor()
    weighs(page, path)
    holds(page)
