"""What is public travels compressed; a page that holds somebody's token never does."""

import gzip

from tests.people import Author, Reader

GZIP = {"Accept-Encoding": "gzip"}


def test_a_public_page_travels_compressed_and_says_the_same(reader: Reader) -> None:
    plain, packed = reader.get("/glossary"), reader._asks("GET", "/glossary", headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.vary
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


def test_the_stylesheet_is_not_sent_again(reader: Reader) -> None:
    first = reader._asks("GET", "/static/hub.css", headers=GZIP)
    assert first.headers["Content-Encoding"] == "gzip"
    assert reader._asks("GET", "/static/hub.css", headers={**GZIP, "If-None-Match": first.headers["ETag"]}).status_code == 304


def test_a_page_with_a_token_is_never_compressed(author: Author) -> None:
    author.tells()
    author.comes_back()
    for path in ("/share", "/mine"):
        assert "Content-Encoding" not in author._asks("GET", path, headers=GZIP).headers, path
