"""A counter of what readers can see, for whoever keeps answers made of it."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    content = op.create_table('content',
                              sa.Column('id', sa.Integer(), nullable=False),
                              sa.Column('generation', sa.Integer(), nullable=False),
                              sa.PrimaryKeyConstraint('id', name=op.f('pk_content')))
    op.bulk_insert(content, [{'id': 1, 'generation': 0}])


def downgrade() -> None:
    op.drop_table('content')
