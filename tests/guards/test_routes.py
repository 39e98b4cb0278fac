"""Every route has a row saying whom it is for; a route without one fails, and the row is held to."""

import re

import pytest
from flask import Flask

from tests.people import Reader, Staffer

READER, AUTHOR, HALF_WAY = "reader", "author", "password given"
MODERATOR, EDITOR, ADMIN, OPERATOR = "moderator", "editor", "admin", "operator"
ROUTES = {
    "/": (READER, "GET"), "/news": (READER, "GET"), "/news/<slug>": (READER, "GET"), "/experiences": (READER, "GET"),
    "/boundaries": (READER, "GET POST"), "/voices": (READER, "GET"), "/saved": (READER, "GET"), "/api/v1/items": (READER, "GET"), "/numbers": (READER, "GET"), "/support": (READER, "GET"),
    "/experiences/<public_id>": (READER, "GET"), "/topics": (READER, "GET"), "/topics/<name>": (READER, "GET"), "/topics/<name>/news": (READER, "GET"),
    "/topics/<name>/experiences": (READER, "GET"), "/glossary": (READER, "GET"),
    "/experiences/<public_id>/report": (READER, "GET POST"), "/experiences/<public_id>/about-me": (READER, "GET POST"),
    "/reports": (READER, "GET POST"), "/about": (READER, "GET"), "/about/policy": (READER, "GET"), "/about/privacy": (READER, "GET"),
    "/about/what-we-hold": (READER, "GET"), "/about/accessibility": (READER, "GET"), "/about/transparency": (READER, "GET"),
    "/.well-known/security.txt": (OPERATOR, "GET"), "/healthz": (OPERATOR, "GET"), "/readyz": (OPERATOR, "GET"), "/metrics": (OPERATOR, "GET"),
    "/robots.txt": (READER, "GET"), "/sitemap.xml": (READER, "GET"), "/search": (READER, "GET"),
    "/static/<path:filename>": (READER, "GET"), "/api/v1/search": (READER, "GET"), "/api/v1/openapi.json": (READER, "GET"),
    "/api/v1/experiences/<public_id>": (READER, "GET"), "/api/v1/news/<slug>": (READER, "GET"),
    "/api/v1/suggest": (READER, "GET"), "/api/v1/vocabulary": (READER, "GET"),
    "/feeds/search.atom": (READER, "GET"), "/feeds/news.atom": (READER, "GET"), "/feeds/experiences.atom": (READER, "GET"), "/opensearch.xml": (READER, "GET"),
    "/share": (READER, "GET POST"), "/mine": (READER, "GET POST"),
    "/mine/answer": (AUTHOR, "GET POST"), "/mine/revision": (AUTHOR, "GET POST"), "/mine/withdrawal": (AUTHOR, "GET POST"),
    "/mine/chapter": (AUTHOR, "GET POST"), "/mine/acceptance": (AUTHOR, "GET POST"), "/mine/hiding": (AUTHOR, "GET POST"),
    "/mine/appeal": (AUTHOR, "GET POST"), "/mine/export": (AUTHOR, "GET"), "/mine/leave": (READER, "POST"),
    "/mine/away": (READER, "GET"),
    "/staff/sign-in": (READER, "GET POST"), "/staff/sign-out": (READER, "POST"), "/staff/join/<token>": (READER, "GET POST"),
    "/staff/second-factor": (HALF_WAY, "GET POST"), "/staff/second-factor/passkey": (HALF_WAY, "POST"),
    "/staff/passkeys": (MODERATOR, "GET POST"), "/staff/passkeys/<int:passkey_id>/removal": (MODERATOR, "POST"),
    "/staff/sessions": (MODERATOR, "GET POST"), "/staff/password": (MODERATOR, "GET POST"),
    "/staff/recovery-codes": (MODERATOR, "POST"), "/staff/app": (MODERATOR, "POST"), "/staff/log": (MODERATOR, "GET"),
    "/staff/log/export": (MODERATOR, "POST"), "/staff/people": (ADMIN, "GET POST"), "/staff/people/readings": (ADMIN, "GET"),
    "/staff/people/<int:person_id>/role": (ADMIN, "POST"), "/staff/people/<int:person_id>/link": (ADMIN, "POST"),
    "/staff/people/<int:person_id>/visits": (ADMIN, "POST"), "/staff/people/<int:person_id>/ending": (ADMIN, "POST"),
    "/staff/design": (MODERATOR, "GET"), "/review": (MODERATOR, "GET"), "/review/<public_id>": (MODERATOR, "GET"),
    "/review/<public_id>/decision": (MODERATOR, "POST"), "/review/<public_id>/erasure": (MODERATOR, "POST"),
    "/review/<public_id>/proposal": (MODERATOR, "GET POST"), "/review/claim": (MODERATOR, "POST"),
    "/review/<public_id>/claim": (MODERATOR, "POST"), "/staff/notices": (MODERATOR, "GET POST"),
    "/review/<public_id>/reversal": (MODERATOR, "POST"), "/review/<public_id>/findings/<int:finding_id>": (MODERATOR, "POST"),
    "/review/dismissals": (MODERATOR, "GET"), "/review/<public_id>/labels": (MODERATOR, "POST"), "/review/<public_id>/notes": (MODERATOR, "POST"),
    "/review/<public_id>/pairs": (MODERATOR, "POST"),
    "/desk": (EDITOR, "GET"), "/desk/news/new": (EDITOR, "GET POST"), "/desk/news/<slug>": (EDITOR, "GET POST"),
    "/desk/news/<slug>/standing": (EDITOR, "POST"), "/desk/news/<slug>/pairs": (EDITOR, "POST"),
    "/desk/pairs/<int:pair_id>": (EDITOR, "POST"), "/desk/pairs/<int:pair_id>/place": (EDITOR, "POST"),
    "/desk/unpaired": (EDITOR, "GET"),
}
STAFF_PAGES = [(path, methods.split()) for path, (who, methods) in ROUTES.items() if who in (MODERATOR, EDITOR, ADMIN)]


def test_every_route_has_its_row_and_every_row_its_route(hub: Flask) -> None:
    found: dict[str, set[str]] = {}
    for rule in hub.url_map.iter_rules():
        found.setdefault(rule.rule, set()).update((rule.methods or set()) - {"HEAD", "OPTIONS"})
    assert {path: " ".join(sorted(methods)) for path, methods in found.items()} == {p: m for p, (_, m) in ROUTES.items()}


def filled(path: str) -> str:
    """A path with something in its places."""
    places = {"public_id": "aaaaaaaaaaaa", "slug": "a-story"}
    return re.sub(r"<(?:int:)?(\w+)>", lambda place: places.get(place[1], "1"), path)


@pytest.mark.parametrize(("path", "methods"), STAFF_PAGES)
def test_the_desk_is_closed_to_everybody_else(reader: Reader, path: str, methods: list[str]) -> None:
    if "GET" in methods:
        answer = reader.get(filled(path))
        assert answer.status_code == 302
        assert "/staff/sign-in" in answer.headers["Location"]
    if "POST" in methods:
        assert reader.post(filled(path)).status_code == 401


def test_nobody_does_what_a_higher_role_does(moderator: Staffer, editor: Staffer) -> None:
    for path, (who, methods) in ROUTES.items():
        for person in {EDITOR: (moderator,), ADMIN: (moderator, editor)}.get(who, ()):
            for method in methods.split():
                asked = person.get if method == "GET" else person.post
                assert asked(filled(path)).status_code == 403, path
    assert 'href="/desk' not in moderator.get("/review").text
    assert "/staff/people" not in editor.get("/review").text


@pytest.mark.parametrize("path", [path for path, (who, _) in ROUTES.items() if who == HALF_WAY])
def test_without_the_password_the_second_factor_leads_back_to_it(reader: Reader, path: str) -> None:
    for method in ROUTES[path][1].split():
        answer = reader.get(path) if method == "GET" else reader.post(path, data={"code": "123456"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/staff/sign-in")


@pytest.mark.parametrize("path", [path for path, (who, _) in ROUTES.items() if who == AUTHOR])
def test_without_the_key_an_authors_pages_lead_back_to_the_entry(reader: Reader, path: str) -> None:
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/mine")


def test_signing_in_tells_nothing_and_the_session_ends_where_it_should(moderator: Staffer, reader: Reader) -> None:
    wrong = reader.send("/staff/sign-in", email=moderator.email, password="not this one")
    unknown = reader.send("/staff/sign-in", email="nobody@example.org", password="not this one")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.text.count("problem") == unknown.text.count("problem")
    other = moderator.elsewhere()
    cookies = other.get("/review").headers.getlist("Set-Cookie")
    assert {part for cookie in cookies for part in cookie.split("; ") if part.startswith("Path=")} == {
        "Path=/staff", "Path=/review", "Path=/desk"}
    assert all("HttpOnly" in cookie and "SameSite=Strict" in cookie and cookie.startswith("staff=") for cookie in cookies)
    assert other.send("/staff/sign-out", "/review").status_code == 303
    assert other.get("/review").status_code == 302
