"""Maturity models, assessments with their panels, evidence and plans; benchmarks; the library."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "benchmark_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_edition")),
        sa.UniqueConstraint("key", "major", "number", name=op.f("uq_benchmark_edition_key_major_number")),
    )
    op.create_table(
        "maturity_model",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("definition", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source_language", sa.String(length=35), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("text_gate", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'in-use', 'retired')", name=op.f("ck_maturity_model_state")),
        sa.CheckConstraint("text_gate IN ('approved', 'reviewed', 'none')", name=op.f("ck_maturity_model_text_gate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maturity_model")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_maturity_model_key_version")),
    )
    op.create_table(
        "maturity_crosswalk",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_id"], ["maturity_model.id"], name=op.f("fk_maturity_crosswalk_from_id_maturity_model")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["maturity_model.id"], name=op.f("fk_maturity_crosswalk_to_id_maturity_model")
        ),
        sa.PrimaryKeyConstraint("from_id", "to_id", name=op.f("pk_maturity_crosswalk")),
    )
    op.create_table(
        "maturity_text",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["maturity_model.id"],
            name=op.f("fk_maturity_text_model_id_maturity_model"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("model_id", "place", name=op.f("pk_maturity_text")),
    )
    op.create_table(
        "maturity_text_hand",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["maturity_model.id"],
            name=op.f("fk_maturity_text_hand_model_id_maturity_model"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_maturity_text_hand_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("model_id", "place", "language", name=op.f("pk_maturity_text_hand")),
    )
    op.create_index(op.f("ix_maturity_text_hand_by_id"), "maturity_text_hand", ["by_id"])
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("working_language", sa.String(length=35), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("rating_until", sa.Date(), nullable=True),
        sa.Column("workshop_on", sa.Date(), nullable=True),
        sa.Column("pay", sa.String(length=500), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("benchmark", sa.Boolean(), nullable=False),
        sa.Column("mirror", sa.String(length=120), nullable=False),
        sa.Column("mirror_results", sa.JSON(), nullable=False),
        sa.Column("rating_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating_closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('first-look', 'core', 'full')", name=op.f("ck_assessment_kind")),
        sa.CheckConstraint(
            "stage IN ('preparing', 'rating', 'consensus', 'signed', 'cancelled')", name=op.f("ck_assessment_stage")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_assessment_hub_id_hub")),
        sa.ForeignKeyConstraint(
            ["model_id"], ["maturity_model.id"], name=op.f("fk_assessment_model_id_maturity_model")
        ),
        sa.ForeignKeyConstraint(["previous_id"], ["assessment.id"], name=op.f("fk_assessment_previous_id_assessment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint("hub_id", "model_id", "number", name=op.f("uq_assessment_hub_id_model_id_number")),
    )
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_hub_id"), ["hub_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_model_id"), ["model_id"], unique=False)

    op.create_table(
        "library_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("licence", sa.String(length=200), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("helps", sa.JSON(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('guide', 'toolkit', 'training')", name=op.f("ck_library_item_kind")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_library_item_hub_id_hub")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_item")),
        sa.UniqueConstraint("slug", name=op.f("uq_library_item_slug")),
    )
    with op.batch_alter_table("library_item") as batch_op:
        batch_op.create_index(batch_op.f("ix_library_item_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "assessment_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("owner_email", sa.String(length=254), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("cost", sa.String(length=100), nullable=False),
        sa.Column("sponsor", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'done', 'dropped')", name=op.f("ck_assessment_action_state")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_action_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_action")),
    )
    with op.batch_alter_table("assessment_action") as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_action_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index("ix_assessment_action_state_due_on", ["state", "due_on"], unique=False)

    op.create_table(
        "assessment_evidence",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_type", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("evidence_class", sa.String(length=10), nullable=False),
        sa.Column("checked_class", sa.String(length=10), nullable=False),
        sa.Column("checked_note", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('file', 'link', 'activity', 'statement')", name=op.f("ck_assessment_evidence_kind")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_assessment_evidence_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_evidence_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_evidence")),
    )
    with op.batch_alter_table("assessment_evidence") as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_evidence_assessment_id"), ["assessment_id"], unique=False)

    op.create_table(
        "assessment_explanation",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("metric", sa.String(length=10), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_explanation_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "assessment_id", "indicator", "metric", "level", name=op.f("pk_assessment_explanation")
        ),
    )
    op.create_table(
        "assessment_fact",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("metric", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("by_hand", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source IN ('computed', 'declared', 'none')", name=op.f("ck_assessment_fact_source")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_fact_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "metric", name=op.f("pk_assessment_fact")),
    )
    op.create_table(
        "assessment_level",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("revotes", sa.Integer(), nullable=False),
        sa.Column("minority", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=False),
        sa.Column("evidence_class", sa.String(length=10), nullable=False),
        sa.Column("room", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('given', 'agreed', 'near', 'split', 'revoted', 'uncertain')",
            name=op.f("ck_assessment_level_state"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_level_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", "indicator", name=op.f("pk_assessment_level")),
    )
    op.create_table(
        "assessment_member",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("citizen", sa.Boolean(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("regional", sa.Boolean(), nullable=False),
        sa.Column("short_form", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_member_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_member")),
        sa.UniqueConstraint("assessment_id", "email", name=op.f("uq_assessment_member_assessment_id_email")),
    )
    op.create_table(
        "assessment_signature",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("signer", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("signer IN ('hub-lead', 'citizen')", name=op.f("ck_assessment_signature_signer")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_signature_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_assessment_signature_person_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("assessment_id", "signer", name=op.f("pk_assessment_signature")),
    )
    op.create_table(
        "assessment_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_snapshot_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_assessment_snapshot_hub_id_hub")),
        sa.ForeignKeyConstraint(
            ["model_id"], ["maturity_model.id"], name=op.f("fk_assessment_snapshot_model_id_maturity_model")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_snapshot")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_assessment_snapshot_assessment_id")),
    )
    with op.batch_alter_table("assessment_snapshot") as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_snapshot_hub_id"), ["hub_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_snapshot_model_id"), ["model_id"], unique=False)

    op.create_table(
        "assessment_workshop",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "phase IN ('showing', 'voting', 'held', 'result', 'closed')", name=op.f("ck_assessment_workshop_phase")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_assessment_workshop_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_assessment_workshop")),
    )
    op.create_table(
        "assessment_rating",
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("vote", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("cannot_judge", sa.Boolean(), nullable=False),
        sa.Column("not_applicable", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_in_working_language", sa.Text(), nullable=False),
        sa.Column("left_out", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "confidence IN ('low', 'medium', 'high') OR confidence = ''", name=op.f("ck_assessment_rating_confidence")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["assessment_member.id"],
            name=op.f("fk_assessment_rating_member_id_assessment_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", "indicator", "vote", name=op.f("pk_assessment_rating")),
    )
    _only_added_to()


def _only_added_to() -> None:
    """A signed assessment stays as it was signed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION assessment_snapshot_is_final() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'snapshots are only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER assessment_snapshot_is_final BEFORE UPDATE OR DELETE ON assessment_snapshot "
            "FOR EACH ROW EXECUTE FUNCTION assessment_snapshot_is_final()"
        )
        return
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER assessment_snapshot_no_{deed.lower()} BEFORE {deed} ON assessment_snapshot "
            "BEGIN SELECT RAISE(ABORT, 'snapshots are only added to'); END"
        )


def downgrade() -> None:
    op.drop_table("assessment_rating")
    op.drop_table("assessment_workshop")
    with op.batch_alter_table("assessment_snapshot") as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_snapshot_model_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_snapshot_hub_id"))

    op.drop_table("assessment_snapshot")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION assessment_snapshot_is_final()")
    op.drop_table("assessment_signature")
    op.drop_table("assessment_member")
    op.drop_table("assessment_level")
    op.drop_table("assessment_fact")
    op.drop_table("assessment_explanation")
    with op.batch_alter_table("assessment_evidence") as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_evidence_assessment_id"))

    op.drop_table("assessment_evidence")
    with op.batch_alter_table("assessment_action") as batch_op:
        batch_op.drop_index("ix_assessment_action_state_due_on")
        batch_op.drop_index(batch_op.f("ix_assessment_action_assessment_id"))

    op.drop_table("assessment_action")
    with op.batch_alter_table("library_item") as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_item_hub_id"))

    op.drop_table("library_item")
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_model_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_hub_id"))

    op.drop_table("assessment")
    op.drop_table("maturity_text_hand")
    op.drop_table("maturity_text")
    op.drop_table("maturity_crosswalk")
    op.drop_table("maturity_model")
    op.drop_table("benchmark_edition")
