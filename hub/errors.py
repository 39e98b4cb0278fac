"""What can go wrong in the hub's own terms. No HTTP here: `hub/web/errors.py` gives each its status and page."""


class HubError(Exception):
    """Base of the hub's own errors. The message is written for the person who meets it."""


class NotFound(HubError):
    """There is no such thing, or the person asking may not know of it."""


class Gone(HubError):
    """It was here and was withdrawn or removed."""


class NotAllowed(HubError):
    """The person may not do this (`hub/policy.py`)."""


class IllegalMove(HubError):
    """The state machine knows no such move from here (`hub/history.py`)."""


class Conflict(HubError):
    """Somebody else changed it since it was read; nothing was done."""


class Refused(HubError):
    """Input that cannot be taken, named by field.

    Attributes:
        problems: field name -> one sentence saying what to do.
    """

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {words}" for field, words in problems.items()))
        self.problems = problems


class Unready(HubError):
    """The hub cannot start or serve as it is set up; the message says what to do."""
