"""A moderator at the desk by keyboard alone: two keys from the queue to published, keys listed and switched off, nothing done while typing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import holds
from tests.journeys.test_journeys import signs_in
from tests.servers import Server

pytestmark = pytest.mark.journey
Visitor = Callable[..., Page]


def sent(visitor: Visitor, title: str, body: str = "We sat by the window and counted buses until it was dark.") -> None:
    """Somebody tells a story."""
    page = visitor()
    page.goto("/share")
    page.get_by_label("A title").fill(title)
    page.get_by_label("Your story", exact=False).first.fill(body)
    page.get_by_label("My story may be published").check()
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Send it to the moderators").click()
    expect(page.locator("#return-key")).to_be_visible()


def at_the_last(page: Page, title: str) -> None:
    """Take one after the other until this one is next, and go back to the queue with only it free."""
    for _ in range(20):
        if page.get_by_role("link", name=title).count():
            first = page.locator(".queue h2 a").first.inner_text()
            if first == title:
                return
        page.keyboard.press("n")
        page.wait_for_url(re.compile(r"/review/\w{12}"))
        page.keyboard.press("u")
        page.wait_for_url("**/review")
        if page.locator(".queue li", has_text=title).locator("text=at work").count() == 0 and page.locator(
                ".queue li:not(:has-text('at work')) h2 a").first.inner_text() == title:
            return


def test_two_keys_from_the_queue_to_published_and_a_third_takes_it_back(visitor: Visitor, server: Server) -> None:
    sent(visitor, "Counting buses")
    desk = visitor()
    signs_in(desk, server, "moderator", "twokeys")
    at_the_last(desk, "Counting buses")
    opened: list[str] = []
    desk.on("framenavigated", lambda frame: opened.append(frame.url))
    desk.keyboard.press("n")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Counting buses")
    desk.keyboard.press("p")
    expect(desk.get_by_text("Decided: published")).to_be_visible()
    assert len(opened) == 2, "two keys, two pages: the submission, and the queue again"
    holds(desk)
    desk.keyboard.press("z")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Counting buses")
    expect(desk.get_by_text("Waits for a decision", exact=True)).to_be_visible()
    holds(desk)


def test_keys_are_listed_never_act_while_somebody_types_and_can_be_switched_off(visitor: Visitor, server: Server) -> None:
    sent(visitor, "Keys and words", "Call me on 01632 960123, whoever you are. Nobody rang.")
    desk = visitor()
    signs_in(desk, server, "editor", "listed")
    holds(desk)
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Take the next one")
    holds_dialog(desk)
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    desk.get_by_role("link", name="Keys and words").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile(r"/review/\w{12}"))
    holds(desk)
    desk.get_by_label("Message to the author").focus()
    desk.keyboard.type("up and down, not published?")
    expect(desk.get_by_label("Message to the author")).to_have_value("up and down, not published?")
    desk.get_by_label("Message to the author").fill("")
    desk.get_by_label("Reason", exact=True).select_option("contact_details")
    expect(desk.get_by_label("Message to the author")).to_have_value(re.compile("Could you take it out"))
    desk.get_by_role("button", name=re.compile("It may stay")).focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**#findings")
    holds(desk)
    desk.goto("/staff/notices")
    holds(desk)
    desk.get_by_label("Single keys act on the desk").uncheck()
    desk.get_by_role("button", name="Keep this").focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    desk.goto("/review")
    desk.keyboard.press("n")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    assert desk.url.endswith("/review")


def holds_dialog(page: Page) -> None:
    """The list of keys has no barrier, and Tab stays within what it offers."""
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('dialog')")


def test_the_desk_works_the_same_without_scripts(visitor: Visitor, server: Server) -> None:
    sent(visitor, "Without scripts at the desk")
    desk = visitor(java_script_enabled=False)
    link = server.command("add-moderator", "plain.desk@example.org", "--role", "moderator").splitlines()[-1]
    assert link
    signed = visitor()
    signs_in(signed, server, "moderator", "plain2")
    desk.context.add_cookies(signed.context.cookies())  # type: ignore[arg-type]
    desk.goto("/review")
    desk.get_by_role("link", name="Without scripts at the desk").click()
    desk.get_by_role("button", name="Take it", exact=True).click()
    expect(desk.get_by_text("You are at work on it until")).to_be_visible()
    desk.get_by_role("button", name="Publish it as it is").click()
    expect(desk.get_by_text("Decided: published")).to_be_visible()
    desk.get_by_role("button", name="Take it back").click()
    expect(desk.get_by_text("Waits for a decision", exact=True)).to_be_visible()
