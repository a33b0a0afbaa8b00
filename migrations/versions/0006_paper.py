"""Responses entered from paper and by telephone."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first", sa.JSON(), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=True),
        sa.Column("second", sa.JSON(), nullable=True),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("mode IN ('paper', 'telephone')", name=op.f("ck_paper_sheet_mode")),
        sa.ForeignKeyConstraint(
            ["first_by"], ["person.id"], name=op.f("fk_paper_sheet_first_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["second_by"], ["person.id"], name=op.f("fk_paper_sheet_second_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_paper_sheet_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["instrument_version.id"], name=op.f("fk_paper_sheet_version_id_instrument_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_sheet")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_paper_sheet_survey_id_number")),
    )
    with op.batch_alter_table("paper_sheet") as batch:
        batch.create_index(op.f("ix_paper_sheet_survey_id"), ["survey_id"])


def downgrade() -> None:
    op.drop_table("paper_sheet")
