"""Random keys are what rows lie by on SQLite: nothing hidden keeps the order in which they came, one tree less."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEYS = {
    "account_link": ["id"],
    "assessment_evidence": ["id"],
    "assessment_member": ["id"],
    "assessment_rating": ["member_id"],
    "attendance": ["id", "attendee_id"],
    "attendee": ["id", "registration_id"],
    "attendee_need": ["id", "attendee_id"],
    "consent": ["id"],
    "event_desk_link": ["id"],
    "event_follow_up": ["id"],
    "job": ["id"],
    "outbox_mail": ["id"],
    "privacy_request": ["id"],
    "registration": ["id", "double_of_id"],
    "registration_note": ["registration_id"],
    "response": ["id"],
}
DOUBLE = ("ix_registration_double_of_id", "registration", ["double_of_id"])
"""Hardly any registration is one: only those are written to the index."""
STANDING = ("ix_registration_event_id_status", "registration", ["event_id", "status"])
PERSONS = ("ix_attendee_registration_id", "attendee", ["registration_id"])
"""Who is there is counted at every registration: from the indexes alone."""


def upgrade() -> None:
    _change(sa.BigInteger(), sa.Integer())
    some = sa.text("double_of_id IS NOT NULL")
    op.drop_index(DOUBLE[0])
    op.create_index(*DOUBLE, sqlite_where=some, postgresql_where=some)
    for (name, table, columns), beside in ((STANDING, ["site_id"]), (PERSONS, ["role", "traits"])):
        op.drop_index(name)
        op.create_index(name, table, columns + beside)


def downgrade() -> None:
    for index in (DOUBLE, STANDING, PERSONS):
        op.drop_index(index[0])
        op.create_index(*index)
    _change(sa.Integer(), sa.BigInteger())


def _change(old: sa.types.TypeEngine[int], new: sa.types.TypeEngine[int]) -> None:
    """On PostgreSQL a row has no order that a key could give."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, columns in KEYS.items():
        with op.batch_alter_table(table, recreate="always") as batch:
            for column in columns:
                batch.alter_column(column, existing_type=old, type_=new)
