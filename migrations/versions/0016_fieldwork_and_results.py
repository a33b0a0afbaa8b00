"""Ways to a survey, participation, who stays in touch; snapshots, weights, codings and editions of results."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "panel_member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_panel_member_hub_id_hub"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
        sa.UniqueConstraint("hub_id", "email", name=op.f("uq_panel_member_hub_id_email")),
    )
    op.create_table(
        "gone_from_segment",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_gone_from_segment_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "segment", "response_id", name=op.f("pk_gone_from_segment")),
    )
    op.create_table(
        "imported_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_imported_list_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_list")),
    )
    with op.batch_alter_table("imported_list") as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_list_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('open', 'poster', 'embed', 'invitation', 'letter', 'kiosk', 'telephone', 'helper', 'paper')",
            name=op.f("ck_participant_channel"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_participant_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_participant_code_hash")),
        sa.UniqueConstraint("survey_id", "email", name=op.f("uq_participant_survey_id_email")),
    )
    with op.batch_alter_table("participant") as batch_op:
        batch_op.create_index("ix_participant_survey_id_answered", ["survey_id", "answered"], unique=False)

    op.create_table(
        "result_population",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_result_population_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_population")),
        sa.UniqueConstraint("survey_id", "name", name=op.f("uq_result_population_survey_id_name")),
    )
    with op.batch_alter_table("result_population") as batch_op:
        batch_op.create_index(batch_op.f("ix_result_population_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "result_segment",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_result_segment_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["instrument_version.id"], name=op.f("fk_result_segment_version_id_instrument_version")
        ),
        sa.PrimaryKeyConstraint("survey_id", "number", name=op.f("pk_result_segment")),
    )
    op.create_table(
        "result_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("who", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_result_target_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_target")),
    )
    with op.batch_alter_table("result_target") as batch_op:
        batch_op.create_index(batch_op.f("ix_result_target_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "result_weighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("populations", sa.JSON(), nullable=False),
        sa.Column("design", sa.Boolean(), nullable=False),
        sa.Column("trim", sa.Double(), nullable=True),
        sa.Column("found", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("calculated_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_result_weighting_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_weighting")),
        sa.UniqueConstraint("survey_id", "name", name=op.f("uq_result_weighting_survey_id_name")),
    )
    with op.batch_alter_table("result_weighting") as batch_op:
        batch_op.create_index(batch_op.f("ix_result_weighting_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "results_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=254), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("audit", sa.JSON(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_results_edition_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results_edition")),
        sa.UniqueConstraint("survey_id", "number", name=op.f("uq_results_edition_survey_id_number")),
    )
    with op.batch_alter_table("results_edition") as batch_op:
        batch_op.create_index(batch_op.f("ix_results_edition_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "results_page",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_results_page_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_results_page")),
    )
    op.create_table(
        "survey_follow_up",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_follow_up_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_follow_up")),
        sa.UniqueConstraint("survey_id", "email", name=op.f("uq_survey_follow_up_survey_id_email")),
    )
    with op.batch_alter_table("survey_follow_up") as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_follow_up_keep_until"), ["keep_until"], unique=False)

    op.create_table(
        "survey_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("frames", sa.JSON(), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('open', 'poster', 'embed', 'invitation', 'letter', 'kiosk', 'telephone', 'helper', 'paper')",
            name=op.f("ck_survey_link_channel"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_link_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_link")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_link_code")),
    )
    with op.batch_alter_table("survey_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_survey_link_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "text_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_text_code_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_code")),
        sa.UniqueConstraint("survey_id", "item", "code", name=op.f("uq_text_code_survey_id_item_code")),
    )
    with op.batch_alter_table("text_code") as batch_op:
        batch_op.create_index(batch_op.f("ix_text_code_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "result_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("flag", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_result_decision_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_result_decision_response_id_response"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_result_decision_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_decision")),
    )
    with op.batch_alter_table("result_decision") as batch_op:
        batch_op.create_index(batch_op.f("ix_result_decision_response_id"), ["response_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_decision_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "text_coding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("coder_id", sa.Integer(), nullable=True),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["coder_id"], ["person.id"], name=op.f("fk_text_coding_coder_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_text_coding_response_id_response"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_text_coding_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_coding")),
        sa.UniqueConstraint("response_id", "item", "coder_id", name=op.f("uq_text_coding_response_id_item_coder_id")),
    )
    with op.batch_alter_table("text_coding") as batch_op:
        batch_op.create_index(batch_op.f("ix_text_coding_response_id"), ["response_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_text_coding_survey_id"), ["survey_id"], unique=False)

    op.create_table(
        "text_work",
        sa.Column("response_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("redacted", sa.Text(), nullable=True),
        sa.Column("redacted_by_id", sa.Integer(), nullable=True),
        sa.Column("translation", sa.Text(), nullable=False),
        sa.Column("translation_language", sa.String(length=35), nullable=False),
        sa.Column("quote", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["redacted_by_id"], ["person.id"], name=op.f("fk_text_work_redacted_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_text_work_released_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["response.id"], name=op.f("fk_text_work_response_id_response"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_text_work_survey_id_survey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "item", name=op.f("pk_text_work")),
    )
    with op.batch_alter_table("text_work") as batch_op:
        batch_op.create_index(batch_op.f("ix_text_work_survey_id"), ["survey_id"], unique=False)

    with op.batch_alter_table("survey") as batch_op:
        batch_op.add_column(sa.Column("earlier_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_survey_earlier_id_survey"), "survey", ["earlier_id"], ["id"], ondelete="SET NULL"
        )


def downgrade() -> None:

    with op.batch_alter_table("survey") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_survey_earlier_id_survey"), type_="foreignkey")
        batch_op.drop_column("earlier_id")

    with op.batch_alter_table("text_work") as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_work_survey_id"))

    op.drop_table("text_work")
    with op.batch_alter_table("text_coding") as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_coding_survey_id"))
        batch_op.drop_index(batch_op.f("ix_text_coding_response_id"))

    op.drop_table("text_coding")
    with op.batch_alter_table("result_decision") as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_decision_survey_id"))
        batch_op.drop_index(batch_op.f("ix_result_decision_response_id"))

    op.drop_table("result_decision")
    with op.batch_alter_table("text_code") as batch_op:
        batch_op.drop_index(batch_op.f("ix_text_code_survey_id"))

    op.drop_table("text_code")
    with op.batch_alter_table("survey_link") as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_link_survey_id"))

    op.drop_table("survey_link")
    with op.batch_alter_table("survey_follow_up") as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_follow_up_keep_until"))

    op.drop_table("survey_follow_up")
    op.drop_table("results_page")
    with op.batch_alter_table("results_edition") as batch_op:
        batch_op.drop_index(batch_op.f("ix_results_edition_survey_id"))

    op.drop_table("results_edition")
    with op.batch_alter_table("result_weighting") as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_weighting_survey_id"))

    op.drop_table("result_weighting")
    with op.batch_alter_table("result_target") as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_target_survey_id"))

    op.drop_table("result_target")
    op.drop_table("result_segment")
    with op.batch_alter_table("result_population") as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_population_survey_id"))

    op.drop_table("result_population")
    with op.batch_alter_table("participant") as batch_op:
        batch_op.drop_index("ix_participant_survey_id_answered")

    op.drop_table("participant")
    with op.batch_alter_table("imported_list") as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_list_survey_id"))

    op.drop_table("imported_list")
    op.drop_table("gone_from_segment")
    op.drop_table("panel_member")
