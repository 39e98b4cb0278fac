"""Who stands beside an experience."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('companion',
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('shared', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_companion_experience_id_experience'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['other_id'], ['experience.id'], name=op.f('fk_companion_other_id_experience'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('experience_id', 'other_id', name=op.f('pk_companion'))
    )
    op.create_index('ix_companion_experience_id_score', 'companion', ['experience_id', 'score'])
    op.create_index('ix_companion_other_id', 'companion', ['other_id'])


def downgrade() -> None:
    op.drop_table('companion')
