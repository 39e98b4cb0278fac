"""How Alembic runs here: on the hub's own engine and models, online, one transaction for all steps."""

from alembic import context

from hub import models  # noqa: F401  # fills the metadata
from hub.db import db

with db.engine.connect() as connection:
    raw = connection.connection.driver_connection
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # Batch changes drop and re-make tables; with foreign keys on, that would delete their children.
        # Set on the driver's connection: inside a transaction SQLite ignores it.
        raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True, compare_type=True,
                      transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if sqlite:
        raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]
