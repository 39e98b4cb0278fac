"""A reader chooses what they would rather not meet: kept in one cookie, or in the address; opened on request; taken back."""

import re

import pytest

from app import create_app
from hub import cli
from hub.boundaries import PRESETS
from hub.db import db
from tests.guards.test_pages import sound
from tests.people import Reader, hidden
from tests.web.conftest import Fill

ROWS = [{"title": "With a loss", "body": "zqloss. We waited.", "content_notes": ["loss", "cost"]}, {"title": "A birth, in the end", "outcome": "live_birth"},
        {"title": "Neither", "treatment": ["fet"]}, {"title": "News of a loss", "summary": "zqloss it was.", "content_notes": ["loss"]}]


@pytest.fixture
def reader(holding: Fill) -> Reader:
    return holding(*ROWS)


def place(reader: Reader, ref: str) -> str:
    """Where an imported row stands."""
    return str(reader.get(f"/api/v1/search?ref={ref}").json["results"][0]["url"]).removeprefix("http://localhost")  # type: ignore[index]


def test_a_choice_is_kept_in_one_cookie_and_obeyed_until_it_is_taken_back(reader: Reader) -> None:
    answer = reader.send("/boundaries", "/boundaries?back=/experiences", hide=["loss", "cost"], act="keep", back="/experiences")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/experiences")
    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("boundaries=cost.loss; ")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={180 * 86400}"} <= set(cookie.split("; "))
    page = reader.get("/experiences").text
    assert "With a loss" not in page
    assert "2 in all" in page
    assert "Set aside: miscarriage and money." in page
    assert 'href="/boundaries?back=/experiences' in page
    assert 'checked id="hide-3"' in reader.get("/boundaries").text
    answer = reader.send("/boundaries", preset="everything")
    assert "boundaries=; Expires=Thu, 01 Jan 1970" in answer.headers["Set-Cookie"]
    assert "With a loss" in reader.get("/experiences").text
    assert "Set aside" not in reader.get("/experiences").text


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if preset])
def test_a_preset_is_kept_at_once_or_only_said_in_the_address(reader: Reader, name: str) -> None:
    page = reader.get("/boundaries?back=/search?q=waited%26page=2").text
    sound(page, "/boundaries")
    link = re.search(rf'value="{name}">.*?<a href="([^"]+)">', page, re.S)
    assert link
    query = "&amp;".join(f"hide={word}" for word in PRESETS[name].words)
    assert link[1] == f"/search?q=waited&amp;{query}"
    assert "Set-Cookie" not in reader.get(link[1].replace("&amp;", "&")).headers
    answer = reader.send("/boundaries", preset=name)
    assert f"boundaries={'.'.join(PRESETS[name].words)};" in answer.headers["Set-Cookie"]
    assert "Kept<span" in reader.get("/boundaries").text


def test_a_choice_in_the_address_sets_no_cookie_and_goes_along(reader: Reader) -> None:
    reader.browser.set_cookie("boundaries", "cost")
    answer = reader.send("/boundaries", hide=["loss"], ending="y", act="address", back="/news?hide=cost&page=3")
    assert answer.headers["Location"] == "/news?hide=loss&hide=ending"
    assert "boundaries=;" in answer.headers["Set-Cookie"], "what was kept before would else be united with it"
    page = reader.get("/news?hide=loss&hide=ending").text
    assert 'href="/experiences?hide=loss&amp;hide=ending"' in page
    assert "Set aside: miscarriage; endings are told last." in page


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "/boundaries?back=/x",
                                  "/x\r\nSet-Cookie: a=b", "http://[", "\x00", "/" + "x" * 5_000])
def test_the_way_back_leads_nowhere_else(reader: Reader, back: str) -> None:
    answer = reader.send("/boundaries", hide=["loss"], act="keep", back=back)
    assert answer.status_code == 303
    assert re.match(r"/(?![/\\])", answer.headers["Location"])
    assert "evil" not in answer.headers["Location"]
    assert len(answer.headers.getlist("Set-Cookie")) == 1


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(reader: Reader) -> None:
    answer = reader.post("/boundaries", data={"hide": "loss", "act": "keep"})
    assert answer.status_code == 422
    assert 'value="loss" checked' in answer.text.replace('checked id="hide-3" name="hide" type="checkbox" value="loss"', 'value="loss" checked')
    token = hidden(reader.get("/boundaries").text, "csrf_token")
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = reader.post("/boundaries", data={"hide": "loss", "csrf_token": token}, headers=headers)
        assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers
    assert reader.get("/boundaries").headers["Cache-Control"] == "no-store"


def test_what_the_hub_does_not_know_is_left_out(reader: Reader) -> None:
    answer = reader.send("/boundaries", hide=["loss", "<script>", "x" * 500], preset="nonsense", act="keep")
    assert answer.headers["Set-Cookie"].startswith("boundaries=loss;")


def test_what_is_set_aside_says_neutrally_why_and_opens_on_request(reader: Reader) -> None:
    for ref, title in (("r0", "With a loss"), ("r3", "News of a loss")):
        path = place(reader, ref)
        page = reader.get(f"{path}?hide=loss&upto=result").text
        sound(page, path)
        assert "mentions miscarriage, which you would rather not meet" in page
        for word in (title, "zqloss", "money"):
            assert word not in page
        link = re.search(r'href="([^"]+)">Open it anyway', page)
        assert link
        opened = reader.get(link[1].replace("&amp;", "&")).text
        assert title in opened
        assert "zqloss" in opened
        assert "Set aside: miscarriage." in opened
        assert "open=" not in opened.split("<main")[1].replace("?hide=loss&amp;open=yes&amp;upto", ""), "one page alone"
        assert title not in reader.get("/?hide=loss").text


def test_a_form_about_what_is_set_aside_says_what_it_mentions_and_names_it_on_request(reader: Reader) -> None:
    experience, news = place(reader, "r0"), place(reader, "r3")
    public_id, slug = (path.rpartition("/")[2] for path in (experience, news))
    forms = ((f"/share?news={slug}", "News of a loss"), (f"/share?experience={public_id}", "With a loss"),
             (f"{experience}/report", "With a loss"), (f"{experience}/about-me", "With a loss"))
    for path, title in forms:
        assert f'“<a dir="auto" href="{news if "News" in title else experience}">{title}</a>”' in reader.get(path).text
        asked = f"{path}{'&' if '?' in path else '?'}hide=loss"
        for page in (asked, path):
            if page == path:
                reader.browser.set_cookie("boundaries", "loss")
            told = reader.get(page).text
            sound(told, page)
            assert "that mentions miscarriage, which you would rather not meet today" in told, page
            assert title not in told, page
            assert title in reader.get(f"{asked}&open=yes").text, page
        reader.browser.delete_cookie("boundaries")
    told = reader.get(f"/share?news={slug}&hide=loss").text
    assert f'href="/share?news={slug}&amp;open=yes&amp;hide=loss" rel="nofollow">Show which' in told
    typed = reader.post("/share?sent=1&hide=loss", data={"news": slug, "title": "Mine", "csrf_token": hidden(told, "csrf_token")})
    assert (typed.status_code, 'value="Mine"' in typed.text, "News of a loss" in typed.text) == (422, True, False)


def test_the_api_says_of_what_is_left_out_only_what_it_mentions(reader: Reader) -> None:
    for ref in ("r0", "r3"):
        path = place(reader, ref)
        told = reader.get(f"/api/v1{path}?hide=loss").json
        assert told is not None
        assert (told["set_aside"], told["pairs"], "title" in told, "body" in told) == (["loss"], [], False, False)
        assert "title" in reader.get(f"/api/v1{path}?hide=loss&open=yes").json  # type: ignore[operator]


def test_behind_tls_no_other_host_can_set_the_cookie(tmp_path: object) -> None:
    app = create_app({"HUB_INSTANCE": f"{tmp_path}/tls", "HUB_RATE_LIMITS": False, "HUB_PUBLIC_URL": "https://stories.example.org"})
    with app.app_context():
        cli.prepare()
        browser = app.test_client()
        page = browser.get("/boundaries", base_url="https://stories.example.org").text
        answer = browser.post("/boundaries", base_url="https://stories.example.org", data={
            "csrf_token": hidden(page, "csrf_token"), "hide": "loss", "act": "keep"})
        [cookie] = answer.headers.getlist("Set-Cookie")
        assert cookie.startswith("__Host-boundaries=loss; ")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert "Set aside: miscarriage" in browser.get("/news", base_url="https://stories.example.org").text
        db.engine.dispose()
