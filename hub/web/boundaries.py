"""Where a reader says what they would rather not meet: kept by their own browser in one cookie, or said in the address.

Nothing of it is stored here. Not here: what the choice does (`hub/boundaries.py`), and how a request says it (`asking.py`).
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from hub.boundaries import PRESETS, Boundaries
from hub.config import CLOCKS
from hub.web import asking
from hub.web.forms.boundaries import BoundariesForm
from hub.web.present.addresses import LONGEST_BACK

pages = Blueprint("boundaries", __name__)
#: What an address of another host may begin with, in the eyes of some browser; and this page itself.
ELSEWHERE = ("//", "/\\", "/boundaries")
#: What a page does not keep when its reader comes back to it with other boundaries.
DROPPED = ("hide", "open", "page")


@pages.get("/boundaries", endpoint="boundaries")
def show() -> str:
    """What is set aside now, and what else could be."""
    limits = asking.boundaries()
    return _page(BoundariesForm(back=request.args.get("back", ""), hide=sorted(limits.hidden), ending=limits.ending_last))


@pages.post("/boundaries")
def choose() -> Response | tuple[str, int]:
    """Keep the choice in the reader's browser, or only say it in the address of the page they go on with."""
    form = BoundariesForm()
    if not form.validate():
        return _page(form), 422
    in_address = request.form.get("act") == "address"
    answer = redirect(_way_on(form.back.data or "", form.chosen if in_address else Boundaries()), 303)
    _keep(answer, Boundaries() if in_address else form.chosen)
    return answer


def _page(form: BoundariesForm) -> str:
    ways = {name: _way_on(form.back.data or "", preset) for name, preset in PRESETS.items()}
    return render_template("boundaries/boundaries.html", form=form, presets=PRESETS, ways=ways, kept=asking.kept(),
                           days=CLOCKS["boundaries"].time.days)


def _keep(answer: Response, limits: Boundaries) -> None:
    name, secure = asking.cookie_name(current_app), asking.behind_tls(current_app)
    if limits:
        answer.set_cookie(name, ".".join(limits.words), max_age=CLOCKS["boundaries"].time, secure=secure, httponly=True,
                          samesite="Lax")
    else:
        answer.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")


def _way_on(back: str, limits: Boundaries) -> str:
    """The page somebody came from, on this hub alone, with these boundaries in its address."""
    try:
        came = urlsplit(back[:LONGEST_BACK])
    except ValueError:
        came = urlsplit("/")
    here = not (came.scheme or came.netloc) and came.path.startswith("/") and not came.path.startswith(ELSEWHERE)
    asked = [(name, value) for name, value in parse_qsl(came.query) if name not in DROPPED] if here else []
    query = urlencode([*asked, *(("hide", word) for word in limits.words)])
    return (came.path if here else "/") + (f"?{query}" if query else "")
