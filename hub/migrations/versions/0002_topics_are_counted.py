"""Topics are counted from an index

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_profile_concept_weight_record", "profile", ["concept", "weight", "record"])
    op.drop_index("ix_profile_concept", "profile")


def downgrade() -> None:
    op.create_index("ix_profile_concept", "profile", ["concept"])
    op.drop_index("ix_profile_concept_weight_record", "profile")
