"""A moderator adds a passkey and signs in with it, in a browser with an authenticator of its own."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.journeys.conftest import holds
from tests.journeys.test_journeys import PASSWORD, signs_in
from tests.servers import Server

pytestmark = pytest.mark.journey


def authenticator(page: Page) -> tuple[CDPSession, str]:
    """Give the browser an authenticator."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made: dict[str, Any] = session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}})
    return session, made["authenticatorId"]


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A browser that knows the hub by a name: passkeys are good for names alone."""
    context = browser.new_context(base_url=server.url.replace("127.0.0.1", "localhost"), bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_x3_a_passkey_takes_the_place_of_the_code(page: Page, server: Server) -> None:
    browser, key = authenticator(page)
    signs_in(page, server, "moderator", "passkey")
    page.goto("/staff/passkeys")
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    holds(page)
    page.get_by_role("button", name="Add a passkey").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Passkey 1, since")).to_be_visible()
    holds(page)
    page.get_by_role("button", name="Sign out").click()

    def gives_password() -> None:
        page.goto("/staff/sign-in")
        page.get_by_label("Mail address").fill("passkey.moderator@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/staff/second-factor")

    gives_password()
    holds(page)
    page.get_by_role("button", name="Use a passkey instead").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    page.goto("/staff/passkeys")
    page.get_by_role("button", name="Take it out").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    gives_password()
    expect(page.get_by_role("button", name="Use a passkey instead")).to_have_count(0)
    browser.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
