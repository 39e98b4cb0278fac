"""Moderators, editors and admins. The hub's own columns: no address, no trail of sign-ins.

Follows Flask-Security's user mixin, which signs staff in; the columns of the second factor carry
that library's names. Its secret is sealed with a key outside the database (`hub/staff/factors.py`).
"""

import datetime as dt
import secrets

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model, UtcDateTime

ROLES = ("moderator", "editor", "admin")  # each may all that the one before may
EMAIL_MAX = 254
PASSWORD_MIN = 12
PASSWORD_MAX = 128
LINKS = ("join", "password", "factor")  # what a single-use link is for


class Role(RoleMixin):
    """A role as the sign-in library wants it: a name. `hub/policy.py` decides what it may do."""

    def __init__(self, name: str) -> None:
        self.name = name


class Staff(Model, UserMixin):
    """A person who reviews. Without a password they have not used their sign-up link yet."""

    __tablename__ = "staff"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"), {"info": {"unseen": True}})
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_MAX), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    role: Mapped[str] = mapped_column(String(10))
    demo: Mapped[bool] = mapped_column(default=False)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=lambda: secrets.token_hex(32))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_totp_counter: Mapped[int | None]  # of the newest code that was used: none is taken twice
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(AsaList())
    join_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    join_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    join_for: Mapped[str] = mapped_column(String(10), default="join")

    @classmethod
    def others(cls, than: int | None) -> Select["Staff"]:
        """Everybody who decides here but this one."""
        return select(cls).where(cls.active, cls.password.is_not(None), cls.id != (than or 0))

    @property
    def called(self) -> str:
        """What colleagues at the desk call them: the name of their mail address. Never told to readers and authors."""
        return self.email.partition("@")[0]

    @property
    def roles(self) -> list[RoleMixin]:  # type: ignore[override]  # a column `role` here, not a table
        """This role and those it includes."""
        return [Role(name) for name in ROLES[: ROLES.index(self.role) + 1]]
