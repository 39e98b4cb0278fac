"""Addresses that keep what a reader asked: the pages of a list, the same page otherwise, boundaries carried on."""

import math
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from hub.web import asking

KEPT = "hub.kept"
LONGEST_BACK = 1_000
CARRYING = asking.HEEDING - {"feeds"}  # a feed is read where no browser keeps anything: links to one say all of it themselves
NAMED = {"news", "experience", "public_id"}


@dataclass(frozen=True)
class Pages:
    """Where a list stands: this page of so many."""

    page: int
    total: int
    per_page: int

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, math.ceil(self.total / self.per_page))

    @property
    def offset(self) -> int:
        """How many rows come before this page."""
        return (self.page - 1) * self.per_page


def link_with(to: str | None = None, **changes: Any) -> str:
    """This page's address, or that of the page `to`, with some parameters changed; a change to None takes one out. The
    page starts anew."""
    return url_for(to or request.endpoint or "read.home", **{**(request.view_args or {}), **kept(), **changes})


def kept() -> dict[str, Any]:
    """What this address asks, for links and forms that ask it again."""
    if KEPT not in request.environ:
        request.environ[KEPT] = asking.read(request.args)[0].parameters
    found: dict[str, Any] = request.environ[KEPT]
    return found


def this_address() -> str:
    """Where somebody who leaves this page comes back to; without what was asked where that is longer than any honest question."""
    return request.full_path if len(request.full_path) <= LONGEST_BACK else request.path


def whole(endpoint: str, **values: Any) -> str:
    """An address as others are given it: with the host readers use, and nothing of what this reader would rather not meet."""
    host = str(current_app.config["HUB_PUBLIC_URL"] or request.host_url).rstrip("/")
    return host + url_for(endpoint, **values, hide=None)


def canonical() -> str:
    """The one address of this page for whoever names it elsewhere: of what a reader asked, the page of a list alone. Empty
    where a page has none."""
    if request.blueprint not in asking.HEEDING or request.endpoint is None or request.endpoint == "find.search":
        return ""
    page = asking.page(request.args)
    return whole(request.endpoint, **(request.view_args or {}), **({"page": page} if page > 1 else {}))


def carry_boundaries(endpoint: str, values: dict[str, Any]) -> None:
    """Links between reader pages, and to forms about something published, keep what the address says of boundaries; addresses
    given to others do not."""
    part = endpoint.partition(".")[0]
    carrying = part in CARRYING or (part in asking.NAMING and NAMED & values.keys())
    if request and carrying and not values.keys() & {"hide", "_external"}:
        values["hide"] = asking.carried().words
