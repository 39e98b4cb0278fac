"""The log is counted by month."""

from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_log_at', 'log', ['at'])


def downgrade() -> None:
    op.drop_index('ix_log_at', 'log')
