"""Which status and page each error gets. The hub's own errors carry their words; others get plain ones."""

import logging
import traceback
from pathlib import Path
from types import TracebackType

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from hub import errors

STATUS: dict[type[errors.HubError], int] = {
    errors.NotFound: 404, errors.Gone: 410, errors.NotAllowed: 403, errors.IllegalMove: 409,
    errors.Conflict: 409, errors.Refused: 422, errors.Unready: 503,
}
TITLES = {
    400: "That did not work", 401: "Please sign in", 403: "Not open to you", 404: "Not found", 405: "Not possible here",
    409: "It has changed meanwhile", 410: "Taken down", 413: "Too much at once", 422: "Something needs another look",
    429: "A moment, please", 500: "Something went wrong here", 503: "Not open just now",
}
WORDS = {
    401: "You are not signed in, or no longer: a session ends after a while without a page. Nothing was done.",
    404: "There is nothing at this address. It may have moved, or the link may be incomplete.",
    405: "This address does not take what was sent.",
    413: "What was sent is larger than we can take. Go back, and your story will still be in the form; "
         "a story may have 20,000 characters.",
    429: "There were many tries from your connection. Nothing is lost: please wait a while and send it again.",
    500: "The fault is ours, and it has been noted without anything you wrote. Go back, and your story will still be there.",
}
TYPED = ("title", "summary", "body", "message")  # what somebody wrote who has to sign in again
log = logging.getLogger("hub.errors")


def attach(app: Flask) -> None:
    """Give every error its page, and keep personal words out of the log."""
    app.register_error_handler(errors.HubError, _of_the_hub)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)


def _of_the_hub(error: errors.HubError) -> Response:
    return _answer(STATUS.get(type(error), 500), str(error),
                   error.problems if isinstance(error, errors.Refused) else None)


def _of_http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    code = error.code or 500
    # The limiter's description is its rule; every other own description was written for a person.
    own = error.description if error.description != type(error).description and code != 429 else None
    answer = _answer(code, own or WORDS.get(code) or "Please go back and try again.")
    for name, value in error.get_headers(request.environ):
        if name in ("Retry-After", "Allow"):
            answer.headers[name] = value
    return answer


def _unforeseen(error: Exception) -> Response:
    note(error)
    return _answer(500, WORDS[500])


def note(error: Exception) -> None:
    """Tell the operator what went wrong and where, without a word that anybody wrote."""
    log.error("%s at %s", type(error).__name__, _where(error.__traceback__))


def answer_json(code: int, words: str, problems: dict[str, str] | None = None) -> Response:
    """An error as the API tells it."""
    answer = jsonify({"error": words, **({"problems": problems} if problems else {})})
    answer.status_code = code
    return answer


def _answer(code: int, words: str, problems: dict[str, str] | None = None) -> Response:
    if request.path.startswith("/api/"):
        return answer_json(code, words, problems)
    if request_ctx.url_adapter is None:  # asked under a name that is not ours: no page of ours has an address there
        return make_response("This hub is not known under that name.", code, {"Content-Type": "text/plain; charset=utf-8"})
    typed = [words for name in TYPED for words in request.form.getlist(name) if words.strip()] if code == 401 else []
    page = render_template("errors/error.html", code=code, title=TITLES.get(code, TITLES[400]), words=words, typed=typed,
                           back="/".join(request.path.split("/")[:3]))
    answer = make_response(page, code)
    if typed:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _where(trace: TracebackType | None) -> str:
    """File, line and function of each step: the error's own words may hold a person's."""
    return " < ".join(f"{Path(step.filename).name}:{step.lineno}:{step.name}" for step in reversed(traceback.extract_tb(trace)))
