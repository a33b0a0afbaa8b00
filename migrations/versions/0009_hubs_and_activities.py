"""Hubs with their parts, members and life-cycle; activities with what they are about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


KINDS = (
    "'survey', 'dialogue', 'inception_dialogue', 'knowledge_exchange', 'workshop', 'webinar', 'transnational', "
    "'training', 'awareness', 'other'"
)
SCOPES = "scope IN ('network', 'national', 'regional', 'local')"


def upgrade() -> None:

    op.create_table(
        "image",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_image")),
    )
    op.create_table(
        "hub_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "status IN ('mapped', 'preparing', 'applied', 'approved', 'active', 'suspended')",
            name=op.f("ck_hub_step_status"),
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_step_hub_id_hub"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_step")),
    )
    with op.batch_alter_table("hub_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_hub_step_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "role IN ('lead', 'member', 'patients', 'research', 'care', 'authority', 'supporter')",
            name=op.f("ck_organisation_role"),
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_organisation_hub_id_hub"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "activity_hub",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_hub_activity_id_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_activity_hub_hub_id_hub")),
        sa.PrimaryKeyConstraint("activity_id", "hub_id", name=op.f("pk_activity_hub")),
    )
    with op.batch_alter_table("activity_hub") as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_hub_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "activity_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_partner_activity_id_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_partner")),
    )
    with op.batch_alter_table("activity_partner") as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_partner_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "funding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("funder", sa.String(length=200), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("emblem", sa.String(length=64), nullable=True),
        sa.Column("emblem_text", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_funding_activity_id_activity"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["emblem"], ["image.digest"], name=op.f("fk_funding_emblem_image")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_funding_hub_id_hub"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
    )
    with op.batch_alter_table("funding") as batch_op:
        batch_op.create_index("ix_funding_hub_id_activity_id", ["hub_id", "activity_id"], unique=False)

    with op.batch_alter_table("activity") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_activity_kind"), type_="check")
    op.execute("UPDATE activity SET kind = 'other' WHERE kind = 'event'")
    with op.batch_alter_table("activity") as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_activity_kind"), f"kind IN ({KINDS})")
        batch_op.add_column(sa.Column("summary", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("state", sa.String(length=20), nullable=False, server_default="announced"))
        batch_op.add_column(sa.Column("scope", sa.String(length=20), nullable=False, server_default="national"))
        batch_op.add_column(sa.Column("mission_areas", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("sectors", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("audience", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("groups", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("cover", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("cover_text", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("declared", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("slug", sa.String(length=80), nullable=True))
        batch_op.add_column(sa.Column("counts", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("link", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("document", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_activity_state"), "state IN ('draft', 'announced', 'cancelled', 'removed')"
        )
        batch_op.create_check_constraint(batch_op.f("ck_activity_scope"), SCOPES)
        batch_op.create_index(batch_op.f("ix_activity_starts_on"), ["starts_on"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_activity_slug"), ["slug"])
        batch_op.create_foreign_key(batch_op.f("fk_activity_cover_image"), "image", ["cover"], ["digest"])
    with op.batch_alter_table("activity") as batch_op:
        batch_op.alter_column("summary", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("state", existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column("scope", existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column("mission_areas", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("sectors", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("audience", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("groups", existing_type=sa.String(length=300), server_default=None)
        batch_op.alter_column("languages", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("cover_text", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("declared", existing_type=sa.Boolean(), server_default=None)
        batch_op.alter_column("counts", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("link", existing_type=sa.String(length=500), server_default=None)
        batch_op.alter_column("document", existing_type=sa.String(length=500), server_default=None)

    with op.batch_alter_table("hub") as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("names", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("about", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("region", sa.String(length=100), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("scope", sa.String(length=20), nullable=False, server_default="national"))
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("website", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("time_zone", sa.String(length=60), nullable=False, server_default="Europe/Brussels")
        )
        batch_op.add_column(sa.Column("controller", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("data_protection_officer", sa.String(length=500), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("legal_basis", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("emblem", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("emblem_text", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_hub_scope"), SCOPES)
        batch_op.create_index(batch_op.f("ix_hub_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_hub_parent_id_hub"), "hub", ["parent_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_hub_emblem_image"), "image", ["emblem"], ["digest"])
    with op.batch_alter_table("hub") as batch_op:
        batch_op.alter_column("names", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("about", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("region", existing_type=sa.String(length=100), server_default=None)
        batch_op.alter_column("scope", existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column("languages", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("website", existing_type=sa.String(length=500), server_default=None)
        batch_op.alter_column("time_zone", existing_type=sa.String(length=60), server_default=None)
        batch_op.alter_column("controller", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("data_protection_officer", existing_type=sa.String(length=500), server_default=None)
        batch_op.alter_column("legal_basis", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column("emblem_text", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:

    with op.batch_alter_table("hub") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_hub_emblem_image"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_hub_parent_id_hub"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("ck_hub_scope"), type_="check")
        batch_op.drop_index(batch_op.f("ix_hub_parent_id"))
        batch_op.drop_column("updated_at")
        batch_op.drop_column("published_at")
        batch_op.drop_column("emblem_text")
        batch_op.drop_column("emblem")
        batch_op.drop_column("legal_basis")
        batch_op.drop_column("data_protection_officer")
        batch_op.drop_column("controller")
        batch_op.drop_column("time_zone")
        batch_op.drop_column("website")
        batch_op.drop_column("languages")
        batch_op.drop_column("scope")
        batch_op.drop_column("region")
        batch_op.drop_column("about")
        batch_op.drop_column("names")
        batch_op.drop_column("parent_id")

    with op.batch_alter_table("activity") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_activity_scope"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_activity_state"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_activity_kind"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_activity_cover_image"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_activity_slug"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_activity_starts_on"))
        batch_op.drop_column("updated_at")
        batch_op.drop_column("document")
        batch_op.drop_column("link")
        batch_op.drop_column("counts")
        batch_op.drop_column("slug")
        batch_op.drop_column("declared")
        batch_op.drop_column("cover_text")
        batch_op.drop_column("cover")
        batch_op.drop_column("ends_on")
        batch_op.drop_column("starts_on")
        batch_op.drop_column("languages")
        batch_op.drop_column("groups")
        batch_op.drop_column("audience")
        batch_op.drop_column("sectors")
        batch_op.drop_column("mission_areas")
        batch_op.drop_column("scope")
        batch_op.drop_column("state")
        batch_op.drop_column("summary")
    op.execute("UPDATE activity SET kind = 'event' WHERE kind <> 'survey'")
    with op.batch_alter_table("activity") as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_activity_kind"), "kind IN ('survey', 'event')")

    with op.batch_alter_table("funding") as batch_op:
        batch_op.drop_index("ix_funding_hub_id_activity_id")

    op.drop_table("funding")
    with op.batch_alter_table("activity_partner") as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_partner_activity_id"))

    op.drop_table("activity_partner")
    with op.batch_alter_table("activity_hub") as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_hub_hub_id"))

    op.drop_table("activity_hub")
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_hub_id"))

    op.drop_table("organisation")
    with op.batch_alter_table("hub_step") as batch_op:
        batch_op.drop_index(batch_op.f("ix_hub_step_hub_id"))

    op.drop_table("hub_step")
    op.drop_table("image")
