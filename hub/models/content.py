"""The generation of what readers can see: a counter raised in the same transaction as any change of it.

Whoever keeps something made of the database (whole answers, in memory) keeps the generation with it and lets go
of it when another is current: in every process, at the next question. All tables count as seen but those marked
`info={"unseen": True}`; the search index counts as well, once it was written. Not here: what is kept (`hub/web/answers.py`).
"""

from typing import Any

from sqlalchemy import Engine, TextClause, event, inspect, update
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from hub.db import Model, db

CHANGED = "changed"
WRITES = ("insert", "update", "delete")


class Content(Model):
    """One row: the present generation."""

    __tablename__ = "content"
    __table_args__ = ({"info": {"unseen": True}},)
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    generation: Mapped[int] = mapped_column(default=0)

    @staticmethod
    def changed() -> None:
        """Say that readers see something else once this transaction is kept, although no table of theirs was written."""
        db.session.info[CHANGED] = True


def generation(engine: Engine) -> int:
    """The generation now, as every process sees it: one row, read outside of any session."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT generation FROM content")
        rows = cursor.fetchall()
        cursor.close()
    finally:
        connection.close()
    return int(rows[0][0])


@event.listens_for(db.session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    """Rows that were written one by one."""
    touched = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if any(_seen(inspect(row).mapper.local_table) for row in touched):
        session.info[CHANGED] = True


@event.listens_for(db.session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    """Statements that write many rows at once."""
    statement: Any = state.statement
    if isinstance(statement, TextClause):
        writes = statement.text.lstrip().lower().startswith(WRITES)
    else:
        writes = bool(statement.is_dml) and _seen(statement.table)
    if writes:
        state.session.info[CHANGED] = True


@event.listens_for(db.session, "before_commit")
def _next(session: Session) -> None:
    """The last statement of a transaction, so that writers wait for one another here as shortly as can be."""
    session.flush()
    if session.info.pop(CHANGED, False):
        session.execute(update(Content).values(generation=Content.generation + 1))


@event.listens_for(db.session, "after_rollback")
def _nothing_changed(session: Session) -> None:
    session.info.pop(CHANGED, None)


def _seen(table: Any) -> bool:
    return not table.info.get("unseen")
