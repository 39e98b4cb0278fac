"""The forms of staff: signing in, the second factor, joining, the password."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import InputRequired

from hub.models.staff import EMAIL_MAX, PASSWORD_MAX, PASSWORD_MIN
from hub.web.forms import OpenForm

CODE_MAX = 40
NEW = {"autocomplete": "new-password", "maxlength": PASSWORD_MAX}
CURRENT = {"autocomplete": "current-password", "maxlength": PASSWORD_MAX}
ONE_TIME = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "maxlength": CODE_MAX}
PLEASE = "Please fill this in."


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Staff sign-in. No "remember me": a staff session ends by itself."""

    email = EmailField("Mail address", validators=[InputRequired(PLEASE)],
                       render_kw={"autocomplete": "username", "maxlength": EMAIL_MAX})
    password = PasswordField("Password", validators=[InputRequired(PLEASE)], render_kw=CURRENT)


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The second factor."""

    code = StringField("Code", validators=[InputRequired(PLEASE)], render_kw=ONE_TIME,
                       description="The six digits your authenticator app shows now, or one of your recovery codes.")


class FirstCodeForm(CodeForm):
    """The first code of an app that was just told the secret."""

    code = StringField("The six digits the app shows now", validators=[InputRequired(PLEASE)],
                       render_kw=ONE_TIME | {"inputmode": "numeric"})


class JoinForm(OpenForm):
    """A member of staff choosing a password."""

    password = PasswordField("A password", render_kw=NEW, description=(
        f"{PASSWORD_MIN} characters or more; a few words together are good."))
    password_confirm = PasswordField("The same password again", render_kw=NEW)


class LostFactorForm(OpenForm):
    """The password, so that a link alone does not let anybody set up another second factor."""

    password = PasswordField("Your password", render_kw=CURRENT)


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """Another password."""

    old = PasswordField("Your present password", validators=[InputRequired(PLEASE)], render_kw=CURRENT)
    password = PasswordField("A new password", render_kw=NEW, description=(
        f"{PASSWORD_MIN} characters or more; a few words together are good."))
    password_confirm = PasswordField("The new one again", render_kw=NEW)
