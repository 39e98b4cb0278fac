"""What readers report about published stories."""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('about', sa.String(length=5), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('key_hash', sa.String(length=80), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('hid', sa.Boolean(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.CheckConstraint("about IN ('story', 'me')", name=op.f('ck_report_about')),
    sa.CheckConstraint("outcome IN ('open', 'kept', 'asked', 'hidden', 'removed', 'gone')", name=op.f('ck_report_outcome')),
    sa.CheckConstraint('length(body) <= 2000', name=op.f('ck_report_body')),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_report_experience_id_experience'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_report_key_hash'))
    )
    op.create_index('ix_report_experience_id', 'report', ['experience_id'])
    op.create_index('ix_report_outcome', 'report', ['outcome'])


def downgrade() -> None:
    op.drop_table('report')
