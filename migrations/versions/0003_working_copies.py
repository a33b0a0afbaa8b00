"""Working copies of instruments, and who changed what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("instrument_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("positions", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("instrument_version", schema=None) as batch_op:
        batch_op.alter_column("revision", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("positions", existing_type=sa.JSON(), server_default=None)

    op.create_table(
        "instrument_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("patches", sa.JSON(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_instrument_edit_by_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_instrument_edit_instrument_id_instrument"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["instrument_version.id"],
            name=op.f("fk_instrument_edit_version_id_instrument_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_edit")),
        sa.UniqueConstraint("instrument_id", "revision", name=op.f("uq_instrument_edit_instrument_id_revision")),
    )
    with op.batch_alter_table("instrument_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instrument_edit_by"), ["by"], unique=False)
        batch_op.create_index(batch_op.f("ix_instrument_edit_version_id"), ["version_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("instrument_edit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instrument_edit_version_id"))
        batch_op.drop_index(batch_op.f("ix_instrument_edit_by"))
    op.drop_table("instrument_edit")
    with op.batch_alter_table("instrument_version", schema=None) as batch_op:
        batch_op.drop_column("positions")
        batch_op.drop_column("revision")
