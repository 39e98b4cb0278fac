"""An author on a phone by touch, a moderator by keyboard alone, a reader with JavaScript off: one story's whole life."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import holds, weighs
from tests.people import code_of
from tests.servers import Server

pytestmark = pytest.mark.journey
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
PASSWORD = "four plain words here"
TITLE = "Day five, kitchen table"
BODY = ("I am on day five of injections and reading this at night. Our first transfer did not take and I blamed the stairs.\n\n"
        "One frozen embryo is left. Hearing that hers waited in the freezer let me sleep.")
Visitor = Callable[..., Page]


def tells(page: Page, title: str = TITLE) -> str:
    """Fill the form in by touch, send it, and keep the key."""
    page.get_by_label("A title").fill(title)
    page.get_by_label("Your story", exact=False).first.fill(BODY)
    page.get_by_label("Who are you in this story?").select_option("patient")
    page.get_by_text("What else belongs to it").tap()
    page.get_by_text("Which treatments does it speak of?").first.tap()
    page.get_by_label("Frozen embryo transfer").tap()
    holds(page)
    page.get_by_label("My story may be published").tap()
    page.get_by_label("I am 18 or older").tap()
    page.get_by_role("button", name="Send it to the moderators").tap()
    return page.locator("#return-key").inner_text()


def comes_back(page: Page, key: str) -> None:
    """Enter the key."""
    page.goto("/mine")
    page.get_by_label("Your return key").fill(key)
    page.get_by_role("button", name="Open my story").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Come back to your story")


def signs_in(page: Page, server: Server, role: str, name: str = "new") -> None:
    """Join by the link and set up a second factor, with the keyboard alone."""
    link = server.command("add-moderator", f"{name}.{role}@example.org", "--role", role).splitlines()[-1]
    page.goto("/" + link.split("/", 3)[3])
    holds(page)
    page.get_by_label("A password").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/second-factor")
    holds(page)
    page.get_by_label("The six digits").focus()
    page.keyboard.type(code_of(page.locator("#secret").inner_text()))
    page.keyboard.press("Enter")
    expect(page.locator("#recovery-codes li")).to_have_count(8)
    holds(page)
    page.get_by_role("link", name="I have kept them").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")


def decides(page: Page, title: str, verdict: str, message: str = "") -> None:
    """Open a submission from the queue and decide, with the keyboard alone."""
    page.goto("/review")
    page.get_by_role("link", name=title).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/review/\w{12}$"))
    holds(page)
    page.locator(f"input[value={verdict}]").focus()
    page.keyboard.press("Space")
    if message:
        page.get_by_label("Message to the author").focus()
        page.keyboard.type(message)
    page.get_by_role("button", name="Decide").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review?decided=*")
    expect(page.get_by_text("Decided:")).to_be_visible()


def opens_until(page: Page, path: str, words: str) -> None:
    """Open a page until the worker has done its part and the words are there."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        page.goto(path)
        if page.get_by_text(words).count():
            return
    raise AssertionError(f"{words} did not appear at {path}")


def test_a_storys_whole_life(visitor: Visitor, server: Server) -> None:
    author, desk, reader = visitor(**PHONE), visitor(), visitor(java_script_enabled=False)
    author.goto("/")
    holds(author)
    author.goto("/news?page=1")
    author.get_by_role("link", name=re.compile("Teigen")).tap()
    author.wait_for_url("**/news/*")
    news = author.url
    holds(author)
    author.get_by_role("link", name="Tell yours, in answer to this").tap()
    expect(author.get_by_text("In answer to the news")).to_be_visible()
    key = tells(author)
    holds(author)

    signs_in(desk, server, "editor")
    holds(desk)
    decides(desk, TITLE, "ask", "Was that this year?")

    comes_back(author, key)
    expect(author.get_by_text("Was that this year?")).to_be_visible()
    holds(author)
    author.get_by_role("link", name="Answer").tap()
    holds(author)
    author.get_by_label("Your answer").fill("Yes, this spring.")
    author.get_by_role("button", name="Send my answer").tap()
    expect(author.get_by_text("Waiting for a moderator").first).to_be_visible()

    decides(desk, TITLE, "publish")
    opens_until(desk, "/desk" + news.removeprefix(server.url), TITLE)
    expect(desk.get_by_role("link", name=TITLE)).to_be_visible()
    holds(desk)
    desk.get_by_role("button", name=f"Confirm {TITLE}").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("response · confirmed")).to_be_visible()

    opens_until(reader, "/search?q=blamed+the+stairs", TITLE)
    expect(reader.get_by_role("link", name=TITLE)).to_be_visible()
    assert reader.locator("mark").count() > 0
    reader.get_by_role("link", name=TITLE).click()
    reader.wait_for_url("**/experiences/*")
    story = reader.url
    expect(reader.get_by_text("Written in answer to this news")).to_be_visible()
    reader.goto(news)
    expect(reader.locator(".card-experience").first).to_contain_text(TITLE)
    assert reader.context.cookies() == []

    author.goto("/mine")
    expect(author.get_by_text("Published").first).to_be_visible()
    author.get_by_role("link", name="Take it down and erase it").tap()
    holds(author)
    author.get_by_label("Yes, take my story down").tap()
    author.get_by_role("button", name="Take it down").tap()
    expect(author.get_by_role("heading", level=1)).to_have_text("Your story is taken down")
    answer = reader.goto(story)
    assert answer
    assert answer.status == 410
    reader.goto(news)
    expect(reader.get_by_text(TITLE)).to_have_count(0)


def test_an_impatient_second_press_makes_one_story(visitor: Visitor, server: Server) -> None:
    page = visitor()
    page.goto("/share")
    page.get_by_label("A title").fill("Pressed twice")
    page.get_by_label("Your story", exact=False).first.fill(BODY)
    page.get_by_label("My story may be published").check()
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Send it to the moderators").dblclick()
    expect(page.locator("#return-key")).to_be_visible()
    desk = visitor()
    signs_in(desk, server, "moderator")
    expect(desk.get_by_role("link", name="Pressed twice")).to_have_count(1)


def test_a_form_with_problems_says_what_to_do_and_keeps_every_word(visitor: Visitor) -> None:
    page = visitor(**PHONE)
    page.goto("/share")
    page.get_by_label("Your story", exact=False).first.fill(BODY)
    page.get_by_role("button", name="Send it to the moderators").tap()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator("#body")).to_have_value(BODY)
    holds(page)


def test_the_whole_form_is_told_by_keyboard(visitor: Visitor) -> None:
    page = visitor()
    page.goto("/share")
    holds(page)
    page.locator("#title").focus()
    page.keyboard.type("Told with keys")
    page.keyboard.press("Tab")
    page.keyboard.type("Only keys were used here.")
    for name in ("consent_publish", "consent_adult"):
        page.locator(f"#{name}").focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Send it to the moderators").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#return-key")).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/news", "/experiences", "/search?q=fet", "/search?q=zzzz", "/share", "/mine", "/nothing-here"])
def test_each_page_is_light_and_open_to_everybody(visitor: Visitor, path: str) -> None:
    page = visitor()
    weighs(page, path)
    holds(page)


def test_without_javascript_every_page_works_the_same(visitor: Visitor) -> None:
    page = visitor(java_script_enabled=False, **PHONE)
    page.goto("/")
    page.get_by_label("Search news and experiences").fill("frozen")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("results for “frozen”")
    page.goto("/share")
    page.get_by_label("A title").fill("Told without scripts")
    page.get_by_label("Your story", exact=False).first.fill(BODY)
    page.get_by_label("My story may be published").check()
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Send it to the moderators").click()
    key = page.locator("#return-key").inner_text()
    comes_back(page, key)
    expect(page.get_by_text("Waiting for a moderator").first).to_be_visible()
