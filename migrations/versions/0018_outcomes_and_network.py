"""What became of what people said, topics of citizens, briefs; targets, reports and corrections of figures."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _count_quotes()

    op.create_table(
        "network_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["network_report.id"], name=op.f("fk_network_report_corrects_id_network_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_report")),
    )
    with op.batch_alter_table("network_report") as batch_op:
        batch_op.create_index(batch_op.f("ix_network_report_corrects_id"), ["corrects_id"], unique=False)

    op.create_table(
        "network_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("by", sa.Date(), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_target")),
    )
    with op.batch_alter_table("network_target") as batch_op:
        batch_op.create_index(batch_op.f("ix_network_target_figure"), ["figure"], unique=False)

    op.create_table(
        "network_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(length=60), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["hub_id"], ["hub.id"], name=op.f("fk_network_correction_hub_id_hub"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_correction")),
    )
    with op.batch_alter_table("network_correction") as batch_op:
        batch_op.create_index("ix_network_correction_figure_month", ["figure", "month"], unique=False)
        batch_op.create_index(batch_op.f("ix_network_correction_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.Column("mission_areas", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_outcome_hub_id_hub")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("slug", name=op.f("uq_outcome_slug")),
    )
    with op.batch_alter_table("outcome") as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_hub_id"), ["hub_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_published_at"), ["published_at"], unique=False)

    op.create_table(
        "policy_brief",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("lead", sa.JSON(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_policy_brief_hub_id_hub")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_brief")),
        sa.UniqueConstraint("slug", name=op.f("uq_policy_brief_slug")),
    )
    with op.batch_alter_table("policy_brief") as batch_op:
        batch_op.create_index(batch_op.f("ix_policy_brief_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "topic_box",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_topic_box_hub_id_hub"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("hub_id", name=op.f("pk_topic_box")),
    )
    op.create_table(
        "activity_told",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_activity_told_activity_id_activity"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_told")),
    )
    with op.batch_alter_table("activity_told") as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_told_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "citizen_topic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_until", sa.Date(), nullable=True),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('topic', 'question')", name=op.f("ck_citizen_topic_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'shown', 'not_shown', 'taken_up', 'answered')", name=op.f("ck_citizen_topic_state")
        ),
        sa.CheckConstraint(
            "reason IN ('people', 'hurts', 'elsewhere', 'there', 'unclear', 'advertising', 'not_looked_at')",
            name=op.f("ck_citizen_topic_reason"),
        ),
        sa.CheckConstraint("supports >= 0", name=op.f("ck_citizen_topic_supports")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_citizen_topic_activity_id_activity"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_citizen_topic_hub_id_hub")),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_citizen_topic_outcome_id_outcome"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citizen_topic")),
    )
    with op.batch_alter_table("citizen_topic") as batch_op:
        batch_op.create_index(batch_op.f("ix_citizen_topic_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index("ix_citizen_topic_hub_id_state", ["hub_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_citizen_topic_outcome_id"), ["outcome_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_citizen_topic_words_until"), ["words_until"], unique=False)

    op.create_table(
        "outcome_activity",
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_outcome_activity_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_outcome_activity_outcome_id_outcome"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("outcome_id", "activity_id", name=op.f("pk_outcome_activity")),
    )
    with op.batch_alter_table("outcome_activity") as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_activity_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "outcome_recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("addressed_to", sa.JSON(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("citizens_role", sa.String(length=20), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_outcome_recommendation_done_with_a_day")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (answered_on IS NULL)", name=op.f("ck_outcome_recommendation_answered_with_a_day")
        ),
        sa.CheckConstraint(
            "citizens_role IS NULL OR citizens_role IN ('informed', 'consulted', 'involved', 'shared', 'delegated')",
            name=op.f("ck_outcome_recommendation_citizens_role"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'in_part', 'declined', 'done')", name=op.f("ck_outcome_recommendation_state")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["outcome.id"],
            name=op.f("fk_outcome_recommendation_outcome_id_outcome"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_recommendation")),
    )
    with op.batch_alter_table("outcome_recommendation") as batch_op:
        batch_op.create_index("ix_outcome_recommendation_outcome_id_state", ["outcome_id", "state"], unique=False)

    op.create_table(
        "outcome_rest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "kind IN ('results', 'table', 'quote', 'report', 'link')", name=op.f("ck_outcome_rest_kind")
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_outcome_rest_activity_id_activity")),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_outcome_rest_outcome_id_outcome"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_rest")),
    )
    with op.batch_alter_table("outcome_rest") as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_rest_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outcome_rest_outcome_id"), ["outcome_id"], unique=False)


def _count_quotes() -> None:
    """Editions say how many quotes stand in them."""
    with op.batch_alter_table("results_edition") as batch_op:
        batch_op.add_column(sa.Column("quotes", sa.Integer(), nullable=False, server_default="0"))
    edition = sa.table("results_edition", sa.column("id"), sa.column("figures", sa.JSON), sa.column("quotes"))
    for id_, figures in op.get_bind().execute(sa.select(edition.c.id, edition.c.figures)).all():
        op.execute(edition.update().where(edition.c.id == id_).values(quotes=len(figures.get("quotes", ()))))
    with op.batch_alter_table("results_edition") as batch_op:
        batch_op.alter_column("quotes", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("results_edition") as batch_op:
        batch_op.drop_column("quotes")

    with op.batch_alter_table("outcome_rest") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_rest_outcome_id"))
        batch_op.drop_index(batch_op.f("ix_outcome_rest_activity_id"))

    op.drop_table("outcome_rest")
    with op.batch_alter_table("outcome_recommendation") as batch_op:
        batch_op.drop_index("ix_outcome_recommendation_outcome_id_state")

    op.drop_table("outcome_recommendation")
    with op.batch_alter_table("outcome_activity") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_activity_activity_id"))

    op.drop_table("outcome_activity")
    with op.batch_alter_table("citizen_topic") as batch_op:
        batch_op.drop_index(batch_op.f("ix_citizen_topic_words_until"))
        batch_op.drop_index(batch_op.f("ix_citizen_topic_outcome_id"))
        batch_op.drop_index("ix_citizen_topic_hub_id_state")
        batch_op.drop_index(batch_op.f("ix_citizen_topic_activity_id"))

    op.drop_table("citizen_topic")
    with op.batch_alter_table("activity_told") as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_told_activity_id"))

    op.drop_table("activity_told")
    op.drop_table("topic_box")
    with op.batch_alter_table("policy_brief") as batch_op:
        batch_op.drop_index(batch_op.f("ix_policy_brief_hub_id"))

    op.drop_table("policy_brief")
    with op.batch_alter_table("outcome") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_published_at"))
        batch_op.drop_index(batch_op.f("ix_outcome_hub_id"))

    op.drop_table("outcome")
    with op.batch_alter_table("network_correction") as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_correction_hub_id"))
        batch_op.drop_index("ix_network_correction_figure_month")

    op.drop_table("network_correction")
    with op.batch_alter_table("network_target") as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_target_figure"))

    op.drop_table("network_target")
    with op.batch_alter_table("network_report") as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_report_corrects_id"))

    op.drop_table("network_report")
