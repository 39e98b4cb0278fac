"""A real browser against a real hub. What a page must hold is checked wherever a journey passes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, sync_playwright

from tests.servers import Server

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OFFLINE = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
WEIGHT, REQUESTS = 60_000, 4
WALK = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled).length"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A hub with its demonstration content, served as an operator serves it."""
    with Server(tmp_path_factory.mktemp("journeys") / "instance", None, "--demo") as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of the browser."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, else the driver's own. Without either the journeys fail: they are not optional."""
    path = next((found for name in CHROMIUM if (found := shutil.which(name))), playwright.chromium.executable_path)
    assert Path(path).exists(), "The journeys need a browser: apt install chromium"
    running = playwright.chromium.launch(executable_path=path, args=OFFLINE)
    yield running
    running.close()


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Somebody with a browser of their own; whatever asks another host or errs on the console fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def arrives(**device: Any) -> Page:
        context = browser.new_context(base_url=server.url, bypass_csp=True, reduced_motion="reduce",
                                      **device)  # the policy is bypassed only to run axe inside the page
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith(server.url) else faults.append(r.url))
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" and "status of 4" not in m.text else None)
        return page

    yield arrives
    for context in contexts:
        context.close()
    assert faults == []


def open_to_all(page: Page) -> None:
    """No barrier that axe knows, in light and dark, as the page stands now."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(AXE)
        found = page.evaluate("() => axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))")
        assert found == [], f"{page.url} {scheme}"


def holds(page: Page) -> None:
    """What holds on every page: no barrier that axe knows, no sideways scrolling, everything reached by Tab."""
    open_to_all(page)
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": 320, "height": size["height"]})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, page.url
    page.set_viewport_size(size)
    walks(page)


def walks(page: Page) -> None:
    """Tab reaches everything that can be used, each with a focus to be seen; radio buttons of a group count once."""
    page.evaluate("() => { const b = document.body; b.tabIndex = -1; b.focus(); b.removeAttribute('tabindex') }")  # from the top
    seen: list[str] = []
    while True:
        page.keyboard.press("Tab")
        mark = page.evaluate("""() => { const e = document.activeElement; if (!e || e === document.body) return null;
            e.dataset.walk ??= String(document.querySelectorAll('[data-walk]').length);
            const s = getComputedStyle(e); return e.dataset.walk + (s.outlineStyle === 'none' ? ' unseen' : '') }""")
        if mark is None or mark in seen:
            break
        assert not mark.endswith("unseen"), f"{page.url}: focus cannot be seen"
        seen.append(mark)
    radios = "() => { const r = [...document.querySelectorAll('input[type=radio]')]; return r.length - new Set(r.map(e => e.name)).size }"
    assert len(seen) >= page.evaluate(WALK) - page.evaluate(radios), f"{page.url}: {len(seen)} reached"


def weighs(page: Page, path: str) -> None:
    """A page and all it asks for: at most 60 kB over the wire in 4 requests."""
    sizes: list[int] = []

    def done(request: Request) -> None:
        sizes.append(request.sizes()["responseBodySize"])

    page.on("requestfinished", done)
    page.goto(path, wait_until="networkidle")
    page.remove_listener("requestfinished", done)
    assert len(sizes) <= REQUESTS, f"{path}: {len(sizes)} requests"
    assert sum(sizes) <= WEIGHT, f"{path}: {sum(sizes)} bytes"
