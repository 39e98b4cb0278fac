"""With which edition of what the hub knows something stored was made, so that it is made again when that changes."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from hub.db import Model


class Edition(Model):
    """One thing that is derived from texts, and the edition of the vocabulary it was derived with."""

    __tablename__ = "edition"
    made: Mapped[str] = mapped_column(String(20), primary_key=True)
    edition: Mapped[str] = mapped_column(String(40))
