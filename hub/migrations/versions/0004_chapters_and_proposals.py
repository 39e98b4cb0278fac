"""Chapters told later, and proposals that wait for their author."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('revision', sa.Column('chapters', sa.JSON(), server_default='[]', nullable=False))
    op.add_column('revision', sa.Column('accepted_on', sa.Date(), nullable=True))
    # In one statement with its check: SQLite would have to make the table anew for a check of its own.
    op.execute("ALTER TABLE revision ADD COLUMN made_by VARCHAR(10) DEFAULT 'author' NOT NULL "
               "CONSTRAINT ck_revision_made_by CHECK (made_by IN ('author', 'moderator'))")


def downgrade() -> None:
    # Words nobody agreed to have no place in the schema before: a version without the column would count as its author's.
    op.execute("DELETE FROM finding WHERE revision_id IN "
               "(SELECT id FROM revision WHERE made_by = 'moderator' AND accepted_on IS NULL)")
    op.execute("DELETE FROM revision WHERE made_by = 'moderator' AND accepted_on IS NULL")
    op.drop_column('revision', 'made_by')
    op.drop_column('revision', 'accepted_on')
    op.drop_column('revision', 'chapters')
