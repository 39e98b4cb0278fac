"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# The log is append-only: the database itself refuses anything else.
PROTECT = {
    "sqlite": [
        f"CREATE TRIGGER log_no_{act.lower()} BEFORE {act} ON log "
        "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
        *(f"CREATE TRIGGER log_no_{act.lower()} BEFORE {act} ON log "
          "FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only()" for act in ("UPDATE", "DELETE", "TRUNCATE")),
    ],
}


def upgrade() -> None:
    op.create_table('log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('actor', sa.String(length=30), nullable=False),
    sa.Column('act', sa.String(length=20), nullable=False),
    sa.Column('record', sa.String(length=40), nullable=False),
    sa.Column('was', sa.String(length=10), nullable=False),
    sa.Column('became', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_log')),
    sa.UniqueConstraint('hash', name=op.f('uq_log_hash')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_log_record', 'log', ['record'])

    op.create_table('profile',
    sa.Column('record', sa.String(length=40), nullable=False),
    sa.Column('concept', sa.String(length=60), nullable=False),
    sa.Column('weight', sa.Double(), nullable=False),
    sa.PrimaryKeyConstraint('record', 'concept', name=op.f('pk_profile'))
    )
    op.create_index('ix_profile_concept', 'profile', ['concept'])

    op.create_table('promise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('task', sa.String(length=20), nullable=False),
    sa.Column('record', sa.String(length=40), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(length=80), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise'))
    )
    op.create_index('ix_promise_due_at', 'promise', ['due_at'])

    op.create_table('staff',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('tf_primary_method', sa.String(length=64), nullable=True),
    sa.Column('tf_totp_secret', sa.String(length=255), nullable=True),
    sa.Column('mf_recovery_codes', sa.UnicodeText(), nullable=True),
    sa.Column('join_hash', sa.String(length=64), nullable=True),
    sa.Column('join_until', sa.DateTime(), nullable=True),
    sa.CheckConstraint("role IN ('moderator', 'editor', 'admin')", name=op.f('ck_staff_role')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('email', name=op.f('uq_staff_email')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('uq_staff_fs_uniquifier')),
    sa.UniqueConstraint('join_hash', name=op.f('uq_staff_join_hash'))
    )
    op.create_table('story',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=80), nullable=False),
    sa.Column('ref', sa.String(length=100), nullable=True),
    sa.Column('provenance', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('outlet', sa.String(length=100), nullable=False),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('content_notes', sa.String(), nullable=False),
    sa.CheckConstraint("provenance IN ('desk', 'imported', 'demo')", name=op.f('ck_story_provenance')),
    sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f('ck_story_state')),
    sa.CheckConstraint('length(body) <= 20000', name=op.f('ck_story_body')),
    sa.CheckConstraint('length(summary) BETWEEN 1 AND 4000', name=op.f('ck_story_summary')),
    sa.CheckConstraint('length(title) BETWEEN 1 AND 200', name=op.f('ck_story_title')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_story')),
    sa.UniqueConstraint('ref', name=op.f('uq_story_ref')),
    sa.UniqueConstraint('slug', name=op.f('uq_story_slug')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_story_published_on', 'story', ['published_on'])
    op.create_index('ix_story_state', 'story', ['state'])

    op.create_table('experience',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=12), nullable=False),
    sa.Column('ref', sa.String(length=100), nullable=True),
    sa.Column('provenance', sa.String(length=10), nullable=False),
    sa.Column('warrant', sa.String(length=300), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('pending', sa.String(length=10), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('live_number', sa.Integer(), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('key_hash', sa.String(length=80), nullable=True),
    sa.Column('consent_version', sa.String(length=20), nullable=True),
    sa.Column('consents', sa.String(), nullable=False),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("pending IS NULL OR pending IN ('submitted', 'asked', 'proposed', 'declined')", name=op.f('ck_experience_pending')),
    sa.CheckConstraint("provenance IN ('author', 'imported', 'demo')", name=op.f('ck_experience_provenance')),
    sa.CheckConstraint("state <> 'published' OR live_number IS NOT NULL", name=op.f('ck_experience_live')),
    sa.CheckConstraint("state IN ('submitted', 'asked', 'proposed', 'published', 'hidden', 'declined', 'withdrawn', 'removed')", name=op.f('ck_experience_state')),
    sa.ForeignKeyConstraint(['answers_id'], ['story.id'], name=op.f('fk_experience_answers_id_story')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_experience')),
    sa.UniqueConstraint('key_hash', name=op.f('uq_experience_key_hash')),
    sa.UniqueConstraint('public_id', name=op.f('uq_experience_public_id')),
    sa.UniqueConstraint('ref', name=op.f('uq_experience_ref')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_experience_answers_id', 'experience', ['answers_id'])
    op.create_index('ix_experience_pending', 'experience', ['pending'])
    op.create_index('ix_experience_published_on', 'experience', ['published_on'])
    op.create_index('ix_experience_state', 'experience', ['state'])

    op.create_table('contact',
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_contact_experience_id_experience'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('experience_id', name=op.f('pk_contact'))
    )
    op.create_table('message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('sender', sa.String(length=10), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sent_on', sa.Date(), nullable=False),
    sa.CheckConstraint("sender IN ('author', 'moderator')", name=op.f('ck_message_sender')),
    sa.CheckConstraint('length(body) BETWEEN 1 AND 4000', name=op.f('ck_message_body')),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_message_experience_id_experience'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    op.create_index('ix_message_experience_id', 'message', ['experience_id'])

    op.create_table('pair',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('story_id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('origin', sa.String(length=10), nullable=False),
    sa.Column('standing', sa.String(length=10), nullable=False),
    sa.Column('score', sa.Double(), nullable=False),
    sa.Column('reasons', sa.JSON(), nullable=False),
    sa.CheckConstraint("origin IN ('response', 'editor', 'suggested')", name=op.f('ck_pair_origin')),
    sa.CheckConstraint("standing IN ('offered', 'confirmed', 'refused')", name=op.f('ck_pair_standing')),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_pair_experience_id_experience'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['story_id'], ['story.id'], name=op.f('fk_pair_story_id_story'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pair')),
    sa.UniqueConstraint('story_id', 'experience_id', name=op.f('uq_pair_story_id_experience_id'))
    )
    op.create_index('ix_pair_experience_id', 'pair', ['experience_id'])

    op.create_table('revision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_on', sa.Date(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('pen_name', sa.String(length=40), nullable=True),
    sa.Column('perspective', sa.String(length=30), nullable=True),
    sa.Column('treatment', sa.String(), nullable=False),
    sa.Column('diagnosis', sa.String(), nullable=False),
    sa.Column('stage', sa.String(length=30), nullable=True),
    sa.Column('cycles', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=30), nullable=True),
    sa.Column('country', sa.String(length=60), nullable=True),
    sa.Column('age_band', sa.String(length=10), nullable=True),
    sa.Column('year', sa.Integer(), nullable=True),
    sa.Column('funding', sa.String(length=30), nullable=True),
    sa.Column('content_notes', sa.String(), nullable=False),
    sa.CheckConstraint('cycles IS NULL OR cycles BETWEEN 0 AND 30', name=op.f('ck_revision_cycles')),
    sa.CheckConstraint('length(body) BETWEEN 1 AND 20000', name=op.f('ck_revision_body')),
    sa.CheckConstraint('length(title) BETWEEN 1 AND 120', name=op.f('ck_revision_title')),
    sa.CheckConstraint('year IS NULL OR year BETWEEN 1950 AND 2200', name=op.f('ck_revision_year')),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_revision_experience_id_experience'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_revision')),
    sa.UniqueConstraint('experience_id', 'number', name=op.f('uq_revision_experience_id_number'))
    )
    op.create_table('finding',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(length=10), nullable=False),
    sa.Column('check', sa.String(length=40), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('severity', sa.String(length=10), nullable=False),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_finding_revision_id_revision'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding'))
    )
    op.create_index('ix_finding_revision_id', 'finding', ['revision_id'])

    for statement in PROTECT[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:

    op.drop_table('finding')
    op.drop_table('revision')

    op.drop_table('pair')

    op.drop_table('message')
    op.drop_table('contact')

    op.drop_table('experience')

    op.drop_table('story')
    op.drop_table('staff')

    op.drop_table('promise')

    op.drop_table('profile')

    op.drop_table('log')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION log_is_append_only()")
