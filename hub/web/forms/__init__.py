"""Forms: fields, labels, help. What a value may be is said by the domain's drafts; forms only carry it."""

import secrets
from typing import Any

from flask import current_app, g
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import FieldList, IntegerField, ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField
from wtforms.widgets import HiddenInput

from hub.errors import HubError, Refused

OPEN_FOR = 24 * 60 * 60
EXPIRED = "This page stood open for a long time. Nothing is lost: please look it over and send it once more."


class SignedToken(CSRF):  # type: ignore[misc]  # untyped library
    """A form token that needs no cookie: a signed nonce. The nonce stays the same for as long as
    the same form goes back and forth, so sending it twice is known to be the same sending."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """A token signed now, for the nonce that was sent in or a new one."""
        g.csrf_token = True  # as the library says of a session's: this answer is for one person
        return _signer().dumps(_nonce(csrf_token_field.data) or secrets.token_hex(16))

    def validate_csrf_token(self, form: Any, field: CSRFTokenField) -> None:
        """Refuse a missing, forged or old token; the form comes back with its text."""
        if _nonce(field.data, OPEN_FOR) is None:
            raise ValidationError(EXPIRED)


class OpenForm(FlaskForm):  # type: ignore[misc]  # untyped library
    """A form for people without a session."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf_class = SignedToken

    @property
    def nonce(self) -> str:
        """What makes two sendings of this form the same one. Only for a form that validated."""
        return _nonce(self.csrf_token.data) or ""


class SeenVersion(IntegerField):  # type: ignore[misc]  # untyped library
    """The version a page showed: sent back unseen. Set anew, the form shows the new one, whatever was sent in."""

    widget = HiddenInput()

    def _value(self) -> str:
        return "" if self.data is None else str(self.data)


def show_problems(form: FlaskForm, error: HubError) -> int:
    """Put what the domain said beside the fields it names, or above the form; gives the status to answer with."""
    problems = error.problems if isinstance(error, Refused) else {"": str(error)}
    fields = {field.name: field for one in form for field in ([one] if not isinstance(one, FieldList) else
                                                              [one, *(part for entry in one for part in entry)])}
    for name, words in problems.items():
        whole = name.partition("-")[0]
        if name not in fields and whole not in form:
            form.form_errors.append(words)
        elif name in fields and not fields[name].errors:  # what could not even be read has been told already
            fields[name].errors = [words]
        if whole != name and whole in form:  # of one entry in a list, such as chapters-0-body
            form[whole].errors = [*(told for told in form[whole].errors if isinstance(told, str)), words]
    return 422 if isinstance(error, Refused) else 409


def _nonce(token: str | None, max_age: int | None = None) -> str | None:
    try:
        return str(_signer().loads(token or "", max_age=max_age))
    except BadSignature:
        return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["HUB_SECRET_KEY"], salt="form")
