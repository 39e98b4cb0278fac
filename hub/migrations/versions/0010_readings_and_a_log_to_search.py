"""Who read what was not published, for 180 days; and the log is searched by person."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reading',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_reading_experience_id_experience'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_reading_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reading'))
    )
    for column in ('staff_id', 'experience_id', 'at'):
        op.create_index(f'ix_reading_{column}', 'reading', [column])
    op.create_index('ix_log_actor', 'log', ['actor'])


def downgrade() -> None:
    op.drop_index('ix_log_actor', 'log')
    op.drop_table('reading')
