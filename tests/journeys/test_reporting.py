"""Somebody finds themselves in a story: on a phone, with scripts and without, until they read what was decided."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import holds
from tests.journeys.test_journeys import PHONE, comes_back, decides, signs_in
from tests.journeys.test_moves import Visitor, sound, told
from tests.servers import Server

pytestmark = [pytest.mark.journey, pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])]


def test_this_is_about_me_until_it_is_decided(visitor: Visitor, server: Server, scripts: bool) -> None:
    title = f"About somebody {scripts}"
    author, key = told(visitor, title, scripts)
    desk, reporter = visitor(), visitor(java_script_enabled=scripts, **PHONE)
    signs_in(desk, server, "moderator", f"reports.{scripts}".lower())
    decides(desk, title, "publish")
    comes_back(author, key)
    reporter.goto(author.get_by_role("link", name="your story on the hub").get_attribute("href") or "")
    reporter.get_by_role("link", name="Report this story").tap()
    sound(reporter, scripts)
    reporter.get_by_role("link", name="Say so here instead").tap()
    reporter.get_by_role("button", name="Send it to the moderators").tap()
    expect(reporter.get_by_text("Please choose what fits best.").first).to_be_visible()
    sound(reporter, scripts)
    reporter.get_by_label("I am in it, and people who know me could tell").check()
    reporter.get_by_label("In your own words").fill("The part about the stairs.")
    reporter.get_by_role("button", name="Send it to the moderators").tap()
    expect(reporter.get_by_text("Readers do not see the story now.")).to_be_visible()
    sound(reporter, scripts)
    kept = reporter.locator("#return-key").inner_text()
    author.goto("/mine")
    expect(author.get_by_text("Somebody asked us to look at it again, so")).to_be_visible()
    desk.goto("/review")
    expect(desk.locator(".queue").get_by_text("A report on something published").first).to_be_visible()
    holds(desk)
    desk.get_by_role("link", name=title).click()
    expect(desk.get_by_text("The part about the stairs.")).to_be_visible()
    desk.get_by_label("Reason").select_option("recognisable")
    desk.locator("input[value=hide]").check()
    desk.get_by_role("button", name="Decide").click()
    desk.wait_for_url("**/review?decided=*")
    author.goto("/mine")
    expect(author.get_by_role("heading", name="What we decided, and why")).to_be_visible()
    expect(author.get_by_text("The part about the stairs.")).to_have_count(0)
    sound(author, scripts)
    reporter.get_by_role("link", name="Try your key now").tap()
    reporter.get_by_label("Your return key").fill(kept)
    reporter.get_by_role("button", name="Show me").tap()
    expect(reporter.get_by_text("Readers do not see the story any more.")).to_be_visible()
    sound(reporter, scripts)



def test_what_the_hub_says_of_itself_is_open_to_all(visitor: Visitor, scripts: bool) -> None:
    page = visitor(java_script_enabled=scripts)
    for path in ("", "/policy", "/privacy", "/what-we-hold", "/accessibility", "/transparency"):
        page.goto(f"/about{path}")
        for folded in page.locator("summary").all()[:2]:
            folded.click()
        sound(page, scripts)
