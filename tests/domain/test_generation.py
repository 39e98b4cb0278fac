"""Whatever readers can see has a generation: it rises with every change of it, in the same transaction, and with nothing else."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from hub import outbox, search, worker
from hub.db import db, saving
from hub.models import Experience
from hub.models.content import generation
from tests.people import Author, Reader, Staffer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def rises(hub: Flask) -> Callable[[Callable[[], object]], bool]:
    """Whether the generation is another one after an act."""

    def after(act: Callable[[], object]) -> bool:
        before = generation(db.engine)
        act()
        return generation(db.engine) > before

    return after


Rises = Callable[[Callable[[], object]], bool]


def test_every_change_of_what_readers_see_raises_it(rises: Rises, author: Author, moderator: Staffer, editor: Staffer) -> None:
    author.tells()
    [one] = moderator.waiting()
    assert rises(lambda: moderator.decides(one, "publish"))
    assert rises(worker.drain)  # the index holds it, pairs stand beside it
    assert rises(lambda: moderator.decides(one, "hide", reason="recognisable"))
    assert rises(lambda: moderator.decides(one, "restore"))
    assert rises(lambda: editor.send("/desk/news/new", title="N", outlet="O", url="https://example.org/n", published="2024-05-01",
                                     summary="A transfer.", publish="Publish"))
    assert rises(search.rebuild)
    author.comes_back()
    assert rises(lambda: author.send("/mine/withdrawal", confirm="yes"))


def test_reading_raises_nothing(rises: Rises, author: Author, moderator: Staffer, reader: Reader) -> None:
    author.tells()
    moderator.publishes_all()
    author.comes_back()
    pages = {reader: ("/", "/search?q=fet", "/topics", "/glossary"), author: ("/mine", "/share"), moderator: ("/review", "/desk")}
    for person, paths in pages.items():
        for path in paths:
            assert not rises(lambda person=person, path=path: person.get(path)), path  # type: ignore[misc]


def test_what_no_reader_sees_raises_nothing(rises: Rises) -> None:
    def promised() -> None:
        with saving():
            outbox.promise("notice", "experience:1")
            outbox.take(1)
    assert not rises(promised)


def test_a_transaction_that_is_not_kept_raises_nothing_nor_does_the_next_one(rises: Rises) -> None:
    def breaks_off() -> None:
        with pytest.raises(ZeroDivisionError), saving():
            db.session.add(Experience(state="submitted"))
            db.session.flush()
            raise ZeroDivisionError
        with saving():
            outbox.promise("notice", "experience:1")
    assert not rises(breaks_off)


def test_a_statement_written_by_hand_counts(rises: Rises) -> None:
    def by_hand() -> None:
        with saving():
            db.session.execute(text("UPDATE experience SET warrant = ''"))
    assert rises(by_hand)
