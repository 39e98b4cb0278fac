"""Whole answers for anonymous readers, kept in memory alone while nothing that readers can see has changed.

An answer is named by its address, by what the reader would rather not meet, and by whether it travels compressed. It
holds for one generation of the content (`hub/models/content.py`) and one day: at another one all are let go, so that what
was taken down is gone at the very next question, in every process; a while without any question lets them go as well.
Kept are whole pages for readers alone: no error, nothing with a form's token, nothing of authors or staff. This stands
in front of the app, so that a kept answer, or the word that nothing changed, costs the reading of one row.
Not here: the files pages are painted with (`files.py`).
"""

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cachetools import LRUCache
from flask import Flask, Response, g, request
from werkzeug.http import parse_accept_header, parse_cookie

from hub.db import db, today
from hub.models.content import generation
from hub.search import Engine
from hub.web import asking, guard

ROOM = 16 * 1024 * 1024  # bytes of answers a process keeps
LARGEST = ROOM // 8
KEPT = asking.HEEDING | {"crawlers"}  # kinds of pages
BESIDE = 2_000  # bytes an answer takes beside its words: headers, name
IDLE = 30.0  # seconds; after one to two of these without a question nothing is kept
ELSEWHERE = (*guard.PRIVATE, "/static", "/api")
#: To browsers: ask each time whether it changed. To a cache that many share: half a minute, so that an erasure keeps its minute.
SHARED = "public, max-age=0, s-maxage=30, must-revalidate"
OWN = "private, max-age=0, must-revalidate"
ASKED = "hub.asked"
Name = tuple[str, str, str, str, bool, tuple[str, ...]]
Stamp = tuple[int, dt.date]


@dataclass(frozen=True, slots=True)
class Answer:
    """One representation of a page as it is sent: its headers, those of the word that nothing changed, and its bytes."""

    rule: str
    etag: str
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, response: Response, etag: str) -> "Answer":
        """What is about to be sent."""
        headers = response.headers.to_wsgi_list()
        return cls(str(request.url_rule), etag, headers, [one for one in headers if not one[0].startswith("Content-L")],
                   response.get_data())


class Answers:
    """The app with its kept answers in front."""

    def __init__(self, app: Flask) -> None:
        self._wsgi = app.wsgi_app
        self._search: Engine = app.extensions["hub.search"]
        self._cookie = asking.cookie_name(app)
        with app.app_context():
            self._engine = db.engine
        self._lock = threading.Lock()
        self._kept: LRUCache[Name, Answer] = LRUCache(ROOM, getsizeof=lambda one: len(one.body) + BESIDE)
        self._stamp: Stamp | None = None
        self._asked = self._watched = False

    def __len__(self) -> int:
        return len(self._kept)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer from what is kept, or let the app do it."""
        began = time.perf_counter()
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD") or environ["PATH_INFO"].startswith(ELSEWHERE):
            return self._wsgi(environ, start_response)
        try:
            stamp = (generation(self._engine), today())
        except Exception:  # a database that cannot be asked: the page itself tells what that means for it
            self.clear()
            return self._wsgi(environ, start_response)
        name = self._named(environ)
        answer = self._look(name, stamp)
        if answer is None:
            if self._search.is_current:  # else what it finds may be older than the stamp
                environ[ASKED] = (name, stamp)
            return self._wsgi(environ, start_response)
        seen = environ.get("HTTP_IF_NONE_MATCH")
        fresh = seen and (answer.etag in seen or seen.strip() == "*")
        guard.access_line(method, answer.rule, 304 if fresh else 200, began)
        if fresh:
            start_response("304 NOT MODIFIED", answer.unchanged)
            return ()
        start_response("200 OK", answer.headers)
        return () if method == "HEAD" else (answer.body,)

    def keep(self, response: Response) -> Response:
        """Mark a whole page for readers with what it is, keep it, and say so where the reader has it already."""
        if not _is_for_all(response):
            if not response.cache_control:
                response.headers["Cache-Control"] = "no-cache"
            return response
        response.direct_passthrough = False
        body = response.get_data()
        etag = hashlib.blake2b(body, digest_size=12).hexdigest()
        response.set_etag(etag)
        response.headers["Cache-Control"] = OWN if asking.kept() else SHARED
        name, stamp = request.environ.get(ASKED, (None, None))
        if name and len(body) < LARGEST:
            self._put(name, stamp, Answer.of(response, f'"{etag}"'))
        response.make_conditional(request)
        return response

    def clear(self) -> None:
        """Let go of all that is kept."""
        with self._lock:
            self._kept.clear()

    def _named(self, environ: dict[str, Any]) -> Name:
        cookies = environ.get("HTTP_COOKIE")
        limits = asking.said(parse_cookie(cookies).get(self._cookie, "")).words if cookies else ()
        return (environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ.get("QUERY_STRING", ""),
                _packed(environ.get("HTTP_ACCEPT_ENCODING", "")), tuple(limits))

    def _look(self, name: Name, stamp: Stamp) -> Answer | None:
        with self._lock:
            self._asked = True
            if stamp != self._stamp:
                self._kept.clear()
                self._stamp = stamp
            answer: Answer | None = self._kept.get(name)
            return answer

    def _put(self, name: Name, stamp: Stamp, answer: Answer) -> None:
        """Keep an answer, unless the content moved on while it was made."""
        with self._lock:
            if stamp == self._stamp:
                self._kept[name] = answer
                self._watch()

    def _watch(self) -> None:
        if not self._watched:
            self._watched = True
            later = threading.Timer(IDLE, self._rest)
            later.daemon = True
            later.start()

    def _rest(self) -> None:
        """Let go where nobody asked for a while: whoever is not asked does not hear either that something was erased."""
        with self._lock:
            self._watched = False
            if self._asked:
                self._asked = False
                self._watch()
            else:
                self._kept.clear()


def attach(app: Flask) -> None:
    """Put the kept answers in front of the app; before everything else that looks at what is sent, so as to see it last."""
    answers = app.extensions["hub.answers"] = Answers(app)
    app.wsgi_app = answers  # type: ignore[method-assign]
    app.after_request(answers.keep)


def _is_for_all(response: Response) -> bool:
    """Whether whoever asks the same gets this answer."""
    return (response.status_code == 200 and request.method in ("GET", "HEAD") and request.blueprint in KEPT
            and "Set-Cookie" not in response.headers and not response.cache_control
            and "csrf_token" not in g)


@lru_cache(maxsize=100)
def _packed(accepted: str) -> bool:
    """Whether somebody who accepts these encodings gets a page compressed."""
    return bool(parse_accept_header(accepted).quality("gzip"))
