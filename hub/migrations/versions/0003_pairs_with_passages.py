"""Pairs can be put in order; profiles are found by their most central concepts, and counted as they are made.

Profiles are derived from the texts: they are dropped here, and the worker makes them and the pairs again.
"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('pair') as pair:
        pair.add_column(sa.Column('place', sa.Integer(), nullable=True))
        pair.drop_index('ix_pair_experience_id')
        pair.create_index('ix_pair_experience_id_score', ['experience_id', 'score'])

    op.drop_table('profile')
    op.create_table('profile',
    sa.Column('record', sa.String(length=40), nullable=False),
    sa.Column('concept', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('record', 'concept', name=op.f('pk_profile'))
    )
    op.create_index('ix_profile_concept_kind_weight_record', 'profile', ['concept', 'kind', 'weight', 'record'])
    op.create_table('spread',
    sa.Column('concept', sa.String(length=60), nullable=False),
    sa.Column('texts', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('concept', name=op.f('pk_spread'))
    )
    op.create_table('edition',
    sa.Column('made', sa.String(length=20), nullable=False),
    sa.Column('edition', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('made', name=op.f('pk_edition'))
    )


def downgrade() -> None:
    op.drop_table('edition')
    op.drop_table('spread')
    op.drop_table('profile')
    op.create_table('profile',
    sa.Column('record', sa.String(length=40), nullable=False),
    sa.Column('concept', sa.String(length=60), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('record', 'concept', name=op.f('pk_profile'))
    )
    op.create_index('ix_profile_concept_weight_record', 'profile', ['concept', 'weight', 'record'])
    with op.batch_alter_table('pair') as pair:
        pair.drop_index('ix_pair_experience_id_score')
        pair.create_index('ix_pair_experience_id', ['experience_id'])
        pair.drop_column('place')
