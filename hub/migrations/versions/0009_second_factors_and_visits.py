"""A second factor whose codes work once, visits that end on the server, links that say what they are for."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column('staff', 'tf_primary_method')
    op.add_column('staff', sa.Column('tf_totp_counter', sa.Integer(), nullable=True))
    op.add_column('staff', sa.Column('join_for', sa.String(length=10), server_default='join', nullable=False))
    op.create_table('visit',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('begun_at', sa.DateTime(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('proved_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_visit_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visit'))
    )
    op.create_index('ix_visit_staff_id', 'visit', ['staff_id'])
    op.create_table('left_visit',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_left_visit'))
    )


def downgrade() -> None:
    op.drop_table('left_visit')
    op.drop_table('visit')
    op.drop_column('staff', 'join_for')
    op.drop_column('staff', 'tf_totp_counter')
    op.add_column('staff', sa.Column('tf_primary_method', sa.String(length=64), nullable=True))
