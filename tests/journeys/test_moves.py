"""What an author and a moderator do after the first decision: by touch on a phone and by keyboard, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import holds
from tests.journeys.test_journeys import BODY, PHONE, comes_back, decides, opens_until, signs_in, tells
from tests.servers import Server

pytestmark = [pytest.mark.journey, pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])]
Visitor = Callable[..., Page]


def told(visitor: Visitor, title: str, scripts: bool) -> tuple[Page, str]:
    """Somebody on a phone who told a story; with the key."""
    page = visitor(java_script_enabled=scripts, **PHONE)
    page.goto("/share")
    if scripts:
        return page, tells(page, title)
    page.get_by_label("A title").fill(title)
    page.get_by_label("Your story", exact=False).first.fill(BODY)
    page.get_by_label("My story may be published").check()
    page.get_by_label("I am 18 or older").check()
    page.get_by_role("button", name="Send it to the moderators").tap()
    return page, page.locator("#return-key").inner_text()


def sound(page: Page, scripts: bool) -> None:
    """What holds on every page, where a script can look."""
    if scripts:
        holds(page)


def presses(page: Page, role: str, name: str) -> None:
    """Reach a button or a link by keyboard and use it."""
    page.get_by_role(role, name=name, exact=True).focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_a_chapter_is_added_later_and_published(visitor: Visitor, server: Server, scripts: bool) -> None:
    title = f"Chapters {scripts}"
    author, key = told(visitor, title, scripts)
    desk, reader = visitor(), visitor(java_script_enabled=scripts)
    signs_in(desk, server, "editor", f"chapter.{scripts}".lower())
    decides(desk, title, "publish")
    comes_back(author, key)
    sound(author, scripts)
    author.get_by_role("link", name="Go on with your story").tap()
    sound(author, scripts)
    author.get_by_label("Which stage does this part speak of?").select_option("after")
    author.get_by_label("This part of your story").fill(f"One year on, and the wombat{scripts} sleeps.")
    author.get_by_role("button", name="Send this part to the moderators").tap()
    expect(author.get_by_text("Please give a year").last).to_be_visible()
    sound(author, scripts)
    author.get_by_label("Which year was it?").fill("2025")
    author.get_by_label("Which month?").select_option("03")
    author.get_by_role("button", name="Send this part to the moderators").tap()
    expect(author.get_by_text("They see the version you agreed to before.")).to_be_visible()
    decides(desk, title, "publish")
    opens_until(reader, f"/search?q=wombat{scripts}", title)
    reader.get_by_role("link", name=title).first.click()
    expect(reader.get_by_role("heading", name="Afterwards · March 2025")).to_be_visible()
    sound(reader, scripts)


def test_a_proposal_is_read_and_accepted(visitor: Visitor, server: Server, scripts: bool) -> None:
    title = f"Proposed {scripts}"
    author, key = told(visitor, title, scripts)
    desk = visitor()
    signs_in(desk, server, "moderator", f"proposal.{scripts}".lower())
    presses(desk, "link", title)
    presses(desk, "link", "Propose other words")
    desk.wait_for_url("**/proposal")
    holds(desk)
    desk.locator("#body").focus()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" And then it was quiet.")
    desk.get_by_label("Why, in a few words").focus()
    desk.keyboard.type("A last line would help.")
    presses(desk, "button", "Send it to the author")
    desk.wait_for_url("**/review?decided=*")
    presses(desk, "link", "Look at it again")
    expect(desk.get_by_text("A change is proposed and waits for its author")).to_be_visible()
    holds(desk)
    comes_back(author, key)
    author.get_by_role("link", name="Look at the change").tap()
    expect(author.locator("ins")).to_contain_text("And then it was quiet.")
    expect(author.get_by_text("A last line would help.")).to_be_visible()
    sound(author, scripts)
    author.get_by_role("button", name="Yes, publish it like this").tap()
    author.get_by_role("link", name="your story on the hub").tap()
    expect(author.locator(".prose").get_by_text("And then it was quiet.")).to_be_visible()


def test_a_story_is_hidden_and_shown_again(visitor: Visitor, server: Server, scripts: bool) -> None:
    title = f"Hidden {scripts}"
    author, key = told(visitor, title, scripts)
    desk, reader = visitor(), visitor(java_script_enabled=scripts)
    signs_in(desk, server, "moderator", f"hiding.{scripts}".lower())
    decides(desk, title, "publish")
    comes_back(author, key)
    address = author.get_by_role("link", name="your story on the hub").get_attribute("href")
    assert address
    presses(author, "link", "Hide it for now")
    author.wait_for_url("**/mine/hiding")
    sound(author, scripts)
    presses(author, "button", "Hide it")
    expect(author.get_by_text("You hid it, and can show it again")).to_be_visible()
    answer = reader.goto(address)
    assert answer
    assert answer.status == 404
    author.get_by_role("link", name="Show it again").tap()
    sound(author, scripts)
    author.get_by_role("button", name="Show it again").tap()
    expect(author.get_by_text("You showed it to readers again")).to_be_visible()
    reader.goto(address)
    expect(reader.get_by_role("heading", level=1)).to_have_text(title)


def test_an_appeal_is_decided_by_somebody_else(visitor: Visitor, server: Server, scripts: bool) -> None:
    title = f"Appealed {scripts}"
    author, key = told(visitor, title, scripts)
    first, second = visitor(), visitor()
    signs_in(first, server, "moderator", f"appeal.{scripts}".lower())
    presses(first, "link", title)
    first.locator("input[value=decline]").focus()
    first.keyboard.press("Space")
    first.get_by_label("Reason").select_option("off_topic")
    presses(first, "button", "Decide")
    first.wait_for_url("**/review?decided=*")
    comes_back(author, key)
    author.get_by_role("link", name="Ask for a second look").tap()
    sound(author, scripts)
    author.get_by_label("Why should we look again?").fill("It is about our first transfer.")
    author.get_by_role("button", name="Ask for a second look").tap()
    expect(author.get_by_role("heading", level=1)).to_have_text(title)
    first.goto("/review")
    presses(first, "link", title)
    expect(first.get_by_text("Another moderator decides on this appeal now.")).to_be_visible()
    holds(first)
    signs_in(second, server, "editor", f"appeal.{scripts}".lower())
    expect(second.locator(".queue").get_by_text("An appeal").first).to_be_visible()
    decides(second, title, "publish")
    author.goto("/mine")
    expect(author.get_by_text("Readers can see it")).to_be_visible()
    sound(author, scripts)
