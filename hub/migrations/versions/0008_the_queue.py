"""The review desk: the queue as a table of its own, claims, what becomes of marks and decisions, margins, preferences."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

# What waits already: the kind by the newest act that brought it, the day of that act.
BROUGHT = "('submit', 'import', 'revise', 'answer', 'chapter', 'appeal')"
NEWEST = f"(SELECT MAX(l.id) FROM log l WHERE l.record = 'experience:' || e.id AND l.act IN {BROUGHT})"
AGREED = ("(SELECT MAX(r.number) FROM revision r WHERE r.experience_id = e.id AND (r.made_by <> 'moderator' OR r.accepted_on IS NOT NULL))")
FILL = f"""
INSERT INTO waiting (experience_id, revision_id, kind, rank, since, perspective, notes, checks, prints)
SELECT e.id, r.id,
       CASE COALESCE((SELECT act FROM log WHERE id = {NEWEST}), 'submit')
            WHEN 'answer' THEN 'answer' WHEN 'chapter' THEN 'chapter' WHEN 'appeal' THEN 'appeal'
            WHEN 'revise' THEN CASE WHEN e.live_number IS NULL THEN 'new' ELSE 'edit' END ELSE 'new' END,
       CASE WHEN EXISTS (SELECT 1 FROM finding f WHERE f.revision_id = r.id AND f.severity = 'urgent') THEN 0 ELSE 2 END,
       COALESCE((SELECT CAST({{day}} AS {{date}}) FROM log WHERE id = {NEWEST}), r.made_on),
       r.perspective, r.content_notes, '', ''
FROM experience e JOIN revision r ON r.experience_id = e.id AND r.number = {AGREED}
WHERE e.pending = 'submitted' OR (e.pending IS NULL AND e.state = 'submitted')
ORDER BY e.id"""

REPORTED = f"""
INSERT INTO waiting (experience_id, revision_id, kind, rank, since, perspective, notes, checks, prints)
SELECT e.id, r.id, 'report', MIN(CASE WHEN o.urgent THEN 0 ELSE 1 END), MIN(o.made_on), r.perspective, r.content_notes, '', ''
FROM report o JOIN experience e ON e.id = o.experience_id
JOIN revision r ON r.experience_id = e.id AND r.number = {AGREED}
WHERE o.outcome = 'open' GROUP BY e.id, r.id, r.perspective, r.content_notes"""


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == 'sqlite'
    op.add_column('revision', sa.Column('heard', sa.String(), server_default='', nullable=False))
    op.add_column('revision', sa.Column('added', sa.JSON(), nullable=True))
    op.add_column('experience', sa.Column('live_before', sa.Integer(), nullable=True))
    op.add_column('message', sa.Column('version', sa.Integer(), nullable=True))
    op.add_column('report', sa.Column('version', sa.Integer(), nullable=True))
    # In one statement with its check: SQLite would have to make the table anew for a check of its own.
    op.execute("ALTER TABLE finding ADD COLUMN resolution VARCHAR(10) CONSTRAINT ck_finding_resolution "
               "CHECK (resolution IS NULL OR resolution IN ('resolved', 'dismissed', 'proposed'))")
    op.add_column('finding', sa.Column('because', sa.String(length=20), nullable=True))
    op.create_table('waiting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('revision_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('perspective', sa.String(length=30), nullable=True),
    sa.Column('notes', sa.String(), nullable=False),
    sa.Column('checks', sa.String(), nullable=False),
    sa.Column('prints', sa.String(), nullable=False),
    sa.Column('first_id', sa.Integer(), nullable=True),
    sa.CheckConstraint("kind IN ('new', 'answer', 'chapter', 'edit', 'appeal', 'report')", name=op.f('ck_waiting_kind')),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_waiting_experience_id_experience'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['first_id'], ['staff.id'], name=op.f('fk_waiting_first_id_staff'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['revision_id'], ['revision.id'], name=op.f('fk_waiting_revision_id_revision'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_waiting_rank_since_id', 'waiting', ['rank', 'since', 'id'])
    op.create_index('ix_waiting_experience_id', 'waiting', ['experience_id'])
    op.create_index('ix_waiting_revision_id', 'waiting', ['revision_id'])
    op.create_table('claim',
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('until_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_claim_experience_id_experience'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_claim_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('experience_id', name=op.f('pk_claim'))
    )
    op.create_index('ix_claim_staff_id', 'claim', ['staff_id'])
    op.create_table('preference',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('spared', sa.String(), nullable=False),
    sa.Column('spared_until', sa.Date(), nullable=True),
    sa.Column('urgent_mail', sa.Boolean(), nullable=False),
    sa.Column('daily_mail', sa.Boolean(), nullable=False),
    sa.Column('keys', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_preference_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_preference'))
    )
    op.create_table('side_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=True),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.CheckConstraint('length(body) BETWEEN 1 AND 2000', name=op.f('ck_side_note_body')),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_side_note_experience_id_experience'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_side_note_staff_id_staff'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_side_note'))
    )
    op.create_index('ix_side_note_experience_id', 'side_note', ['experience_id'])
    op.create_table('seen',
    sa.Column('experience_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['experience_id'], ['experience.id'], name=op.f('fk_seen_experience_id_experience'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_seen_staff_id_staff'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('experience_id', 'staff_id', name=op.f('pk_seen'))
    )
    op.execute(FILL.format(day='substr(at, 1, 10)' if sqlite else 'at', date='TEXT' if sqlite else 'DATE'))
    op.execute(REPORTED)
    together = 'group_concat(DISTINCT f."check")' if sqlite else 'string_agg(DISTINCT f."check", \',\')'
    op.execute(f"UPDATE waiting SET checks = COALESCE((SELECT ' ' || replace({together}, ',', ' ') || ' ' "
               "FROM finding f WHERE f.revision_id = waiting.revision_id), '')")


def downgrade() -> None:
    op.drop_table('seen')
    op.drop_table('side_note')
    op.drop_table('preference')
    op.drop_table('claim')
    op.drop_table('waiting')
    for table, column in (('finding', 'because'), ('finding', 'resolution'), ('report', 'version'), ('message', 'version'),
                          ('experience', 'live_before'), ('revision', 'added'), ('revision', 'heard')):
        op.drop_column(table, column)
