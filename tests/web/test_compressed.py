"""What is public travels compressed; a page that holds somebody's token never does."""

import gzip
import re

from tests.people import Author, Reader

GZIP = {"Accept-Encoding": "gzip"}


def test_a_public_page_travels_compressed_and_says_the_same(reader: Reader) -> None:
    plain, packed = reader.get("/glossary"), reader._asks("GET", "/glossary", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.vary
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


def test_a_file_is_named_after_its_content_and_kept_a_year(reader: Reader) -> None:
    page = reader.get("/").text
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert [re.sub(r"\.\w{12}\.", ".", file) for file in files] == ["/static/hub.css", "/static/icon.svg", "/static/hub.js"]
    for file in files:
        plain, packed = reader.get(file), reader._asks("GET", file, headers=GZIP)
        assert plain.headers["Cache-Control"] == packed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        data = gzip.decompress(packed.data) if packed.headers.get("Content-Encoding") else packed.data
        assert data == plain.data
        for answer in (plain, packed):
            again = reader._asks("GET", file, headers={**GZIP, "If-None-Match": answer.headers["ETag"]})
            assert again.status_code == (304 if answer is packed or plain.headers["ETag"] == packed.headers["ETag"] else 200)


def test_under_another_name_a_file_is_asked_for_anew(reader: Reader) -> None:
    for name in ("hub.css", "hub.000000000000.css"):
        answer = reader.get(f"/static/{name}")
        assert answer.mimetype == "text/css"
        assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    for name in ("", "nothing.css", "../app.py", "%2e%2e/app.py", "hub.css/x"):
        assert reader.get(f"/static/{name}").status_code == 404


def test_a_page_with_a_token_is_never_compressed(author: Author) -> None:
    author.tells()
    author.comes_back()
    for path in ("/share", "/mine"):
        assert "Content-Encoding" not in author._asks("GET", path, headers=GZIP).headers, path
