"""Events, their programme, sites, texts and quotas; registrations, attendees, needs, attendance."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("survey") as batch_op:
        batch_op.add_column(sa.Column("shown_from", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("survey") as batch_op:
        batch_op.alter_column("shown_from", existing_type=sa.Integer(), server_default=None)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("source_language", sa.String(length=35), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("text_gate", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_paused", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("waiting_seats", sa.Integer(), nullable=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("role_seats", sa.JSON(), nullable=False),
        sa.Column("max_party", sa.Integer(), nullable=False),
        sa.Column("confirm_hours", sa.Integer(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column("reconfirm_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconfirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminder_days", sa.JSON(), nullable=False),
        sa.Column("adult_age", sa.Integer(), nullable=False),
        sa.Column("asks", sa.JSON(), nullable=False),
        sa.Column("each_person", sa.JSON(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("needs_keep_until", sa.Date(), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_phone", sa.String(length=60), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("feedback", sa.String(length=120), nullable=False),
        sa.Column("report_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("series", sa.String(length=36), nullable=False),
        sa.Column("template", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("mode IN ('first_come', 'approval', 'draw', 'invitation')", name=op.f("ck_event_mode")),
        sa.CheckConstraint("text_gate IN ('approved', 'reviewed', 'none')", name=op.f("ck_event_text_gate")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_event_ends_after_start")),
        sa.CheckConstraint("max_party >= 1", name=op.f("ck_event_max_party")),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_event_seats")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_event_activity_id_activity")),
        sa.ForeignKeyConstraint(["instrument_id"], ["instrument.id"], name=op.f("fk_event_instrument_id_instrument")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["instrument_version.id"], name=op.f("fk_event_version_id_instrument_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_event_activity_id")),
        sa.UniqueConstraint("instrument_id", name=op.f("uq_event_instrument_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_event_uid")),
    )
    with op.batch_alter_table("event") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "event_draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.Column("seed_source", sa.String(length=300), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(length=254), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_draw_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_draw")),
    )
    with op.batch_alter_table("event_draw") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_draw_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_follow_up",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_follow_up_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_follow_up")),
        sa.UniqueConstraint("event_id", "email", name=op.f("uq_event_follow_up_event_id_email")),
    )
    with op.batch_alter_table("event_follow_up") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_follow_up_keep_until"), ["keep_until"], unique=False)

    op.create_table(
        "event_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('single', 'list', 'code')", name=op.f("ck_event_invitation_kind")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_invitation_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_invitation")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_event_invitation_event_id_code")),
    )
    op.create_table(
        "event_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_event_mail_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_mail_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_mail")),
    )
    with op.batch_alter_table("event_mail") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_mail_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_move_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_move")),
    )
    with op.batch_alter_table("event_move") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_move_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_places",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_places_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_places")),
    )
    op.create_table(
        "event_site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("join_link", sa.String(length=500), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("room", sa.Integer(), nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('room', 'online')", name=op.f("ck_event_site_kind")),
        sa.CheckConstraint("room >= 0", name=op.f("ck_event_site_room")),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_event_site_seats")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_site_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_event_site_hub_id_hub")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_site")),
    )
    with op.batch_alter_table("event_site") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_site_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_site_hub_id"), ["hub_id"], unique=False)

    op.create_table(
        "event_speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("affiliation", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_speaker_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_speaker")),
    )
    with op.batch_alter_table("event_speaker") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_speaker_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_text",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_text_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "place", name=op.f("pk_event_text")),
    )
    op.create_table(
        "event_track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_track_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_track")),
    )
    with op.batch_alter_table("event_track") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_track_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_desk_link",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_desk_link_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_event_desk_link_made_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["event_site.id"], name=op.f("fk_event_desk_link_site_id_event_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_desk_link")),
    )
    with op.batch_alter_table("event_desk_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_desk_link_event_id"), ["event_id"], unique=False)

    op.create_table(
        "event_quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("maximum >= minimum", name=op.f("ck_event_quota_maximum")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_event_quota_minimum")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_quota_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["event_site.id"], name=op.f("fk_event_quota_site_id_event_site"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_quota")),
    )
    with op.batch_alter_table("event_quota") as batch_op:
        batch_op.create_index("ix_event_quota_event_id_position", ["event_id", "position"], unique=False)

    op.create_table(
        "event_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("interpreted", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("speaker_ids", sa.JSON(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_event_session_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_session_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["event_site.id"], name=op.f("fk_event_session_site_id_event_site"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["track_id"], ["event_track.id"], name=op.f("fk_event_session_track_id_event_track"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_session")),
    )
    with op.batch_alter_table("event_session") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_session_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_session_site_id"), ["site_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_session_track_id"), ["track_id"], unique=False)

    op.create_table(
        "registration",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("group_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reconfirm_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("still_coming_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("stratum", sa.String(length=500), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("guardian_name", sa.String(length=200), nullable=False),
        sa.Column("guardian_contact", sa.String(length=254), nullable=False),
        sa.Column("guardian_consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("double_of_id", sa.BigInteger(), nullable=True),
        sa.Column("double_decided", sa.String(length=10), nullable=False),
        sa.Column("reminded", sa.JSON(), nullable=False),
        sa.CheckConstraint("channel IN ('web', 'phone', 'paper', 'desk')", name=op.f("ck_registration_channel")),
        sa.CheckConstraint(
            "status IN ('applied', 'confirmed', 'waiting', 'offered', 'cancelled', 'declined', 'expired', 'refused')",
            name=op.f("ck_registration_status"),
        ),
        sa.ForeignKeyConstraint(
            ["double_of_id"],
            ["registration.id"],
            name=op.f("fk_registration_double_of_id_registration"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["event_invitation.id"],
            name=op.f("fk_registration_invitation_id_event_invitation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["site_id"], ["event_site.id"], name=op.f("fk_registration_site_id_event_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_registration_event_id_number")),
    )
    with op.batch_alter_table("registration") as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_double_of_id"), ["double_of_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_email"), ["email"], unique=False)
        batch_op.create_index("ix_registration_event_id_status", ["event_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_site_id"), ["site_id"], unique=False)

    op.create_table(
        "attendee",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("companion_of", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("organised", sa.Boolean(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("traits", sa.String(length=1000), nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "role IN ('citizen', 'companion', 'staff', 'interpreter', 'speaker', 'press')",
            name=op.f("ck_attendee_role"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_attendee_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_attendee_hub_id_hub"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_attendee_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["instrument_version.id"], name=op.f("fk_attendee_version_id_instrument_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
        sa.UniqueConstraint("event_id", "ticket", name=op.f("uq_attendee_event_id_ticket")),
    )
    with op.batch_alter_table("attendee") as batch_op:
        batch_op.create_index(batch_op.f("ix_attendee_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "event_material",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("registered_only", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("phase IN ('before', 'after')", name=op.f("ck_event_material_phase")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_material_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["event_session.id"],
            name=op.f("fk_event_material_session_id_event_session"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_material")),
    )
    with op.batch_alter_table("event_material") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_material_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_material_session_id"), ["session_id"], unique=False)

    op.create_table(
        "registration_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_registration_note_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_note_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_note")),
    )
    with op.batch_alter_table("registration_note") as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_note_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("attendee_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("desk", sa.String(length=60), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_attendance_attendee_id_attendee"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_attendance_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["event_site.id"], name=op.f("fk_attendance_site_id_event_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("attendee_id", "day", name=op.f("uq_attendance_attendee_id_day")),
    )
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_event_id"), ["event_id"], unique=False)

    op.create_table(
        "attendee_need",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("attendee_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("spoken", sa.JSON(), nullable=False),
        sa.Column("understood", sa.JSON(), nullable=False),
        sa.Column("signed", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("by_when", sa.Date(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('access', 'diet', 'interpretation', 'travel')", name=op.f("ck_attendee_need_kind")
        ),
        sa.CheckConstraint("state IN ('asked', 'answered', 'refused')", name=op.f("ck_attendee_need_state")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_attendee_need_answered_by_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["attendee_id"], ["attendee.id"], name=op.f("fk_attendee_need_attendee_id_attendee"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee_need")),
        sa.UniqueConstraint("attendee_id", "kind", name=op.f("uq_attendee_need_attendee_id_kind")),
    )


def downgrade() -> None:
    with op.batch_alter_table("survey") as batch_op:
        batch_op.drop_column("shown_from")

    op.drop_table("attendee_need")
    with op.batch_alter_table("attendance") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_event_id"))

    op.drop_table("attendance")
    with op.batch_alter_table("registration_note") as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_note_registration_id"))

    op.drop_table("registration_note")
    with op.batch_alter_table("event_material") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_material_session_id"))
        batch_op.drop_index(batch_op.f("ix_event_material_event_id"))

    op.drop_table("event_material")
    with op.batch_alter_table("attendee") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendee_registration_id"))

    op.drop_table("attendee")
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_site_id"))
        batch_op.drop_index("ix_registration_event_id_status")
        batch_op.drop_index(batch_op.f("ix_registration_email"))
        batch_op.drop_index(batch_op.f("ix_registration_double_of_id"))

    op.drop_table("registration")
    with op.batch_alter_table("event_session") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_session_track_id"))
        batch_op.drop_index(batch_op.f("ix_event_session_site_id"))
        batch_op.drop_index(batch_op.f("ix_event_session_event_id"))

    op.drop_table("event_session")
    with op.batch_alter_table("event_quota") as batch_op:
        batch_op.drop_index("ix_event_quota_event_id_position")

    op.drop_table("event_quota")
    with op.batch_alter_table("event_desk_link") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_desk_link_event_id"))

    op.drop_table("event_desk_link")
    with op.batch_alter_table("event_track") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_track_event_id"))

    op.drop_table("event_track")
    op.drop_table("event_text")
    with op.batch_alter_table("event_speaker") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_speaker_event_id"))

    op.drop_table("event_speaker")
    with op.batch_alter_table("event_site") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_site_hub_id"))
        batch_op.drop_index(batch_op.f("ix_event_site_event_id"))

    op.drop_table("event_site")
    op.drop_table("event_places")
    with op.batch_alter_table("event_move") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_move_event_id"))

    op.drop_table("event_move")
    with op.batch_alter_table("event_mail") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_mail_event_id"))

    op.drop_table("event_mail")
    op.drop_table("event_invitation")
    with op.batch_alter_table("event_follow_up") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_follow_up_keep_until"))

    op.drop_table("event_follow_up")
    with op.batch_alter_table("event_draw") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_draw_event_id"))

    op.drop_table("event_draw")
    with op.batch_alter_table("event") as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_starts_at"))
        batch_op.drop_index(batch_op.f("ix_event_ends_at"))

    op.drop_table("event")
