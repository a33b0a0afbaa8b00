"""Responses that people asked to keep out of all use, and the requests for it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = "kind IN ('access', 'erasure', 'restriction')"
STATES = "state IN ('unconfirmed', 'searching', 'found', 'erasing', 'restricting', 'restricted', 'ended')"
OLD_KINDS = "kind IN ('access', 'erasure')"
OLD_STATES = "state IN ('unconfirmed', 'searching', 'found', 'erasing', 'ended')"


def upgrade() -> None:
    _requests(KINDS, STATES)
    op.create_table(
        "restriction",
        sa.Column("response_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_restriction_response_id_response"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_restriction_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_restriction")),
    )
    with op.batch_alter_table("restriction") as batch_op:
        batch_op.create_index(batch_op.f("ix_restriction_survey_id"), ["survey_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restriction_request_id"), ["request_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("restriction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_restriction_request_id"))
        batch_op.drop_index(batch_op.f("ix_restriction_survey_id"))
    op.drop_table("restriction")
    op.execute("DELETE FROM privacy_request WHERE kind = 'restriction'")
    _requests(OLD_KINDS, OLD_STATES)


def _requests(kinds: str, states: str) -> None:
    with op.batch_alter_table("privacy_request") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_privacy_request_kind"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_privacy_request_state"), type_="check")
    with op.batch_alter_table("privacy_request") as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_privacy_request_kind"), kinds)
        batch_op.create_check_constraint(batch_op.f("ck_privacy_request_state"), states)
