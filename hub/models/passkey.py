"""Passkeys of staff: a second factor that cannot be phished. Only public keys are kept."""

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model


class Passkey(Model):
    """One passkey of a member of staff. `challenge` is a hash of the newest one it answered: none is taken twice."""

    __tablename__ = "passkey"
    __table_args__ = ({"info": {"unseen": True}},)
    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    credential: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    challenge: Mapped[str] = mapped_column(String(64))
    added_on: Mapped[dt.date]
