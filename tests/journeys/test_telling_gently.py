"""An author on a phone, by touch and by keyboard, with and without JavaScript: looks first, softens, keeps a draft, leaves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import holds, open_to_all, weighs
from tests.servers import Server

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
TITLE, TELLING, SOFTER = "The kettle and the call", "They rang on 14 March 2021. Write to tea@example.org.", "They rang in early spring."
Visitor = Callable[..., Page]


def writes(page: Page, body: str, title: str = TITLE) -> None:
    """Type a title and a story."""
    page.get_by_label("A title").fill(title)
    page.locator("#body").fill(body)


def agrees(page: Page) -> None:
    """Both ticks that are needed."""
    page.locator("#consent_publish").check()
    page.locator("#consent_adult").check()


def kept(page: Page) -> str | None:
    """What the device keeps."""
    held: str | None = page.evaluate("() => localStorage.length ? JSON.stringify({...localStorage}) : null")
    return held


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_look_first_soften_and_send_by_touch(visitor: Visitor, scripts: bool) -> None:
    page = visitor(**PHONE, java_script_enabled=scripts)
    page.goto("/share")
    page.locator("#perspective").select_option("partner")
    page.get_by_role("button", name="Show me questions that fit").tap()
    expect(page.get_by_text("What was it like to stand beside it?")).to_be_visible()
    expect(page.locator("#perspective")).to_have_value("partner")
    writes(page, TELLING)
    expect(page.get_by_text(f"{len(TELLING)} of 20,000 characters")).to_have_count(int(scripts))
    page.get_by_role("button", name="Look at it first").tap()
    expect(page.get_by_text("Nothing is sent yet")).to_be_visible()
    assert page.locator(".preview mark").all_inner_texts() == ["14 March 2021", "tea@example.org"]
    expect(page.locator(".mirror")).to_contain_text("Say the month, the season or the year")
    if scripts:
        holds(page)
    page.locator("#body").fill(SOFTER)
    agrees(page)
    page.get_by_role("button", name="Look at it first").tap()
    expect(page.locator(".preview mark")).to_have_count(0)
    expect(page.locator("#consent_adult")).to_be_checked()
    page.get_by_role("button", name="Send it to the moderators").tap()
    expect(page.locator("#return-key")).to_be_visible()
    if scripts:
        holds(page)


def test_by_keyboard_enter_looks_and_only_the_button_sends(visitor: Visitor) -> None:
    page = visitor(viewport={"width": 360, "height": 740})
    page.goto("/share")
    page.locator("#body").fill(TELLING)
    page.locator("#title").focus()
    page.keyboard.type(TITLE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is sent yet")).to_be_visible()
    for name in ("#consent_publish", "#consent_adult"):
        page.locator(name).focus()
        page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send it to the moderators")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#return-key")).to_be_visible()


def test_a_draft_is_kept_only_while_ticked_comes_back_and_is_wiped_on_sending(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/share")
    writes(page, "Not to be kept.")
    assert kept(page) is None
    page.get_by_label("Keep my words on this device").tap()
    page.locator("#body").fill("Half of it, on the train.")
    page.locator("#stage").select_option("transfer")
    page.get_by_text("What else belongs to it").tap()
    page.get_by_text("Was there a diagnosis?").first.tap()
    page.get_by_label("Endometriosis", exact=True).check()
    page.locator("#email").evaluate("field => { field.closest('details').open = true }")
    page.locator("#email").fill("me@example.org")
    agrees(page)
    assert "on the train" in (kept(page) or "")
    assert "me@example.org" not in (kept(page) or "")
    page.goto("/")
    page.goto("/share")
    expect(page.get_by_text("Your words from last time are here again")).to_be_visible()
    expect(page.locator("#body")).to_have_value("Half of it, on the train.")
    expect(page.locator("#stage")).to_have_value("transfer")
    expect(page.get_by_label("Endometriosis", exact=True)).to_be_visible()  # what was told stands open
    expect(page.locator("#consent_adult")).not_to_be_checked()
    open_to_all(page)
    page.get_by_role("button", name="Look at it first").tap()
    expect(page.get_by_label("Keep my words on this device")).to_be_checked()
    agrees(page)
    page.get_by_role("button", name="Send it to the moderators").tap()
    expect(page.locator("#return-key")).to_be_visible()
    assert kept(page) is None


@pytest.mark.parametrize("way", ["untick", "forget", "leave"])
def test_a_draft_is_forgotten_at_once_when_its_author_says_so(visitor: Visitor, way: str) -> None:
    page = visitor(**PHONE)
    page.goto("/share")
    page.get_by_label("Keep my words on this device").tap()
    writes(page, "Said once.")
    page.goto("/share")
    expect(page.locator("#body")).to_have_value("Said once.")
    if way == "untick":
        page.get_by_label("Keep my words on this device").tap()
    elif way == "forget":
        page.get_by_role("button", name="Forget them").tap()
        expect(page.locator("#body")).to_have_value("")
    else:
        page.get_by_role("link", name="Leave now").tap()
        page.wait_for_url("**/mine/away")
    assert kept(page) is None
    page.goto("/share")
    expect(page.locator("#body")).to_have_value("")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_leaving_shows_a_page_that_says_nothing_and_says_what_back_may_show(visitor: Visitor, scripts: bool) -> None:
    page = visitor(**PHONE, java_script_enabled=scripts)
    page.goto("/numbers")
    page.goto("/share")
    writes(page, "Nobody else should see this.")
    expect(page.get_by_text("your words until this tab is closed")).to_be_visible(visible=not scripts)
    page.get_by_role("link", name="Leave now").tap()
    expect(page.get_by_role("heading")).to_have_text("Empty page")
    assert page.title() == "Empty page"
    if scripts:
        page.go_back(wait_until="commit")
        page.wait_for_url("**/numbers")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_words_of_despair_are_met_with_help_before_and_after_sending(visitor: Visitor, scripts: bool) -> None:
    page = visitor(**PHONE, java_script_enabled=scripts)
    page.goto("/share")
    writes(page, "I want to die. There is no point in going on.")
    page.get_by_text("What else belongs to it").tap()
    page.get_by_label("Country").fill("Ireland")
    page.get_by_role("button", name="Look at it first").tap()
    help_ = page.get_by_role("region", name="If it is too much right now")
    expect(help_.get_by_role("link", name="116 123")).to_be_visible()
    if scripts:
        holds(page)
    agrees(page)
    page.get_by_role("button", name="Send it to the moderators").tap()
    expect(help_.get_by_role("link", name="116 123")).to_be_in_viewport()
    expect(page.locator("#return-key")).to_be_visible()


def test_the_text_is_there_again_after_a_failure_and_one_story_arrives(visitor: Visitor, server: Server) -> None:
    page = visitor()
    page.goto("/share")
    writes(page, "Sent through a storm.", "Through a storm")
    agrees(page)
    tries: list[str] = []

    def storm(route: Route) -> None:
        tries.append(route.request.method)
        if route.request.method == "POST" and tries.count("POST") == 1:
            route.fulfill(status=404, content_type="text/html", body="<h1>Away for a moment</h1>")
        else:
            route.continue_()

    page.route("**/share*", storm)
    page.get_by_role("button", name="Send it to the moderators").click()
    expect(page.get_by_role("heading")).to_have_text("Away for a moment")
    page.go_back(wait_until="commit")
    expect(page.locator("#body")).to_have_value("Sent through a storm.")
    expect(page.locator("#title")).to_have_value("Through a storm")
    page.get_by_role("button", name="Send it to the moderators").click()
    key = page.locator("#return-key").inner_text()
    page.go_back(wait_until="commit")
    expect(page.locator("#body")).to_have_value("Sent through a storm.")
    page.get_by_role("button", name="Send it to the moderators").click()
    expect(page.locator("#return-key")).to_have_text(key)


def test_without_scripts_going_back_and_sending_again_is_the_same_story(visitor: Visitor) -> None:
    page = visitor(**PHONE, java_script_enabled=False)
    page.goto("/")
    page.goto("/share")
    keys = []
    for body in ("Sent once.", "Sent once more, with a better end."):
        writes(page, body)
        agrees(page)
        page.get_by_role("button", name="Send it to the moderators").tap()
        keys.append(page.locator("#return-key").inner_text())
        page.go_back(wait_until="commit")
        expect(page.locator("#body")).to_have_value(body)
    page.goto("/")
    page.goto("/share")
    writes(page, "Another day, another story.")
    agrees(page)
    page.get_by_role("button", name="Send it to the moderators").tap()
    assert keys[0] == keys[1] != page.locator("#return-key").inner_text()


def test_a_draft_comes_back_with_what_it_answers(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/experiences")
    page.locator("main h2 a, main h3 a").first.click()
    page.get_by_role("link", name="Tell yours, in answer to this").tap()
    answered = page.locator("main p a").first.inner_text()
    page.get_by_label("Keep my words on this device").tap()
    writes(page, "In answer to theirs.")
    page.goto("/share")
    page.wait_for_url("**/share?*experience=*")
    expect(page.locator("main p a").first).to_have_text(answered)
    expect(page.locator("#body")).to_have_value("In answer to theirs.")
    page.goto("/share?news=something-else")
    expect(page.locator("#body")).to_have_value("In answer to theirs.")
    expect(page.locator("[name=news]")).to_have_value("something-else")


def test_the_card_is_printed_alone_and_the_last_signs_are_a_help(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/share")
    writes(page, "For the card.")
    agrees(page)
    page.get_by_role("button", name="Send it to the moderators").tap()
    key = page.locator("#return-key").inner_text()
    signs = page.get_by_label("Type its last four signs")
    signs.fill("????zz!z?")
    signs.fill("UUUU")
    expect(page.get_by_text("That is not the end of this key")).to_be_visible()
    signs.fill(key[-4:].lower())
    expect(page.get_by_text("You have your key")).to_be_visible()
    page.emulate_media(media="print")
    inside = page.locator(".keycard").evaluate("card => card.scrollWidth <= card.clientWidth && card.getBoundingClientRect().right <= innerWidth")
    assert inside, "the key stands inside its card on narrow paper too"
    printed = page.locator("body").inner_text()
    assert printed.split() == [key, "Keep", "this.", re.sub(r"^http://|\?.*", "", page.url).replace("/share", "/mine")]


def test_the_form_with_its_look_is_light(visitor: Visitor) -> None:
    weighs(visitor(), "/share?perspective=patient&stage=transfer")
