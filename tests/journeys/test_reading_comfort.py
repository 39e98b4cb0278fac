"""Somebody reads at their own pace: boundaries without scripts, larger text, a story kept for later, a way out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import holds, weighs

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
Visitor = Callable[..., Page]


def test_boundaries_are_chosen_by_keyboard_without_scripts_and_taken_back(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False)
    page.goto("/experiences")
    page.get_by_role("link", name="Boundaries").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="After a loss").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/experiences")
    expect(page.get_by_text("Set aside: a positive test or pregnancy, a birth and babies or children.")).to_be_visible()
    [cookie] = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == ("boundaries", True, "Lax", "/")
    page.get_by_role("link", name="Change").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show everything again").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/experiences")
    assert page.context.cookies() == []


def test_text_grows_and_a_story_is_kept_on_this_device_until_it_is_removed(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/experiences")
    link = page.locator(".card-experience a").first
    title = link.inner_text()
    link.tap()
    before = page.locator(".prose").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    page.get_by_role("button", name="Larger text").tap()
    page.get_by_role("button", name="Larger text").tap()
    assert page.locator(".prose").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > before * 1.2
    page.get_by_role("button", name="Keep for later").tap()
    expect(page.get_by_role("button", name="Kept for later")).to_have_attribute("aria-pressed", "true")
    holds(page)
    assert page.context.cookies() == []
    kept = page.evaluate("() => JSON.stringify({...localStorage})")
    assert title not in kept, "which story, none of its words"
    page.goto("/saved")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    assert page.evaluate("() => document.documentElement.dataset.size") == "2"
    holds(page)
    page.get_by_role("button", name="Forget them all").tap()
    expect(page.get_by_text("Nothing is kept.")).to_be_visible()
    assert page.evaluate("() => localStorage.getItem('saved')") is None


def test_leaving_a_story_does_not_come_back_to_it(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/news")
    page.goto("/experiences")
    page.locator(".card-experience a").first.click()
    page.wait_for_url("**/experiences/*")
    page.get_by_role("link", name="Leave now").click()
    page.wait_for_url("**/mine/away")
    page.go_back(wait_until="commit")
    page.wait_for_url("**/experiences")


def test_a_story_in_parts_is_read_up_to_a_stage(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/search?q=bruises+named&hide=ending")
    page.get_by_role("link", name="Stims day 5").first.tap()
    expect(page.locator(".path li")).to_have_count(3)
    page.get_by_role("link", name="Up to egg collection").tap()
    expect(page.locator(".path li")).to_have_count(3)
    expect(page.get_by_text("It goes on")).to_be_visible()
    expect(page.get_by_text("both my good socks")).to_have_count(0)
    holds(page)


@pytest.mark.parametrize("path", ["/boundaries", "/voices", "/saved", "/experiences?hide=loss&hide=ending", "/?hide=loss"])
def test_these_pages_are_light_and_open_to_everybody(visitor: Visitor, path: str) -> None:
    page = visitor()
    weighs(page, path)
    holds(page)
