"""Second factors, sessions on the server, links that act once, duties on one thing."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "account_link",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'sign-in', 'new-password', 'new-address')", name=op.f("ck_account_link_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_link_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
    )
    with op.batch_alter_table("account_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "console_session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("device", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_console_session_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_session")),
    )
    with op.batch_alter_table("console_session") as batch_op:
        batch_op.create_index(batch_op.f("ix_console_session_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_console_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "person_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.CheckConstraint(
            "duty IN ('desk', 'needs-reader', 'facilitator', 'evidence-checker', 'co-signer')",
            name=op.f("ck_person_grant_duty"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_grant_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_grant")),
        sa.UniqueConstraint(
            "person_id", "thing", "thing_id", "duty", name=op.f("uq_person_grant_person_id_thing_thing_id_duty")
        ),
    )
    with op.batch_alter_table("person_grant") as batch_op:
        batch_op.create_index(batch_op.f("ix_person_grant_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code") as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("person") as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("time_zone", sa.String(length=60), nullable=False, server_default="Europe/Brussels")
        )
        batch_op.add_column(sa.Column("quiet", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("totp_secret", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("totp_counter", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("guide", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("person") as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(length=100), server_default=None)
        batch_op.alter_column("time_zone", existing_type=sa.String(length=60), server_default=None)
        batch_op.alter_column("quiet", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("totp_counter", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("guide", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:

    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_column("closed_at")
        batch_op.drop_column("guide")
        batch_op.drop_column("totp_counter")
        batch_op.drop_column("totp_secret")
        batch_op.drop_column("quiet")
        batch_op.drop_column("time_zone")
        batch_op.drop_column("name")

    with op.batch_alter_table("recovery_code") as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_person_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("person_grant") as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_grant_person_id"))

    op.drop_table("person_grant")
    with op.batch_alter_table("console_session") as batch_op:
        batch_op.drop_index(batch_op.f("ix_console_session_person_id"))
        batch_op.drop_index(batch_op.f("ix_console_session_ends_at"))

    op.drop_table("console_session")
    with op.batch_alter_table("account_link") as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_person_id"))

    op.drop_table("account_link")
