"""National editions: the country of a response, and the hub that sees it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_partner",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_survey_partner_hub_id_hub")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_partner_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "country", name=op.f("pk_survey_partner")),
    )
    for table in ("draft", "response"):
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("country", sa.String(length=2), nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("country", existing_type=sa.String(length=2), server_default=None)


def downgrade() -> None:
    for table in ("response", "draft"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("country")
    op.drop_table("survey_partner")
