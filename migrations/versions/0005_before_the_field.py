"""Test links, what testers say, the release check, and a guard before what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GUARDED = ("document", "number", "instrument_id", "published_at")
"""What of a published version never changes. A migration that makes the table anew has to make the guard anew."""


def upgrade() -> None:
    op.create_table(
        "trial_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=254), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        _survey("trial_link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_link")),
        sa.UniqueConstraint("token", name=op.f("uq_trial_link_token")),
    )
    op.create_index(op.f("ix_trial_link_survey_id"), "trial_link", ["survey_id"])
    op.create_table(
        "trial_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tester", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.String(length=254), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_trial_finding_state")),
        _survey("trial_finding"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_finding")),
    )
    op.create_index(op.f("ix_trial_finding_survey_id"), "trial_finding", ["survey_id"])
    op.create_table(
        "release_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("testers", sa.Integer(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("ethics", sa.String(length=300), nullable=False),
        sa.Column("impact", sa.String(length=300), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=254), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_by", sa.String(length=254), nullable=False),
        sa.Column("signed_name", sa.String(length=200), nullable=False),
        sa.Column("signed_role", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        _survey("release_check"),
        _version("release_check"),
        _person("release_check", "asked_by_id"),
        _person("release_check", "signed_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_check")),
    )
    op.create_index(op.f("ix_release_check_survey_id"), "release_check", ["survey_id"])
    op.create_table(
        "publication",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=254), nullable=False),
        sa.Column("against", sa.Integer(), nullable=True),
        sa.Column("effect", sa.String(length=20), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=True),
        sa.Column("without_check", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "effect IS NULL OR effect IN ('wording', 'additive', 'breaking')", name=op.f("ck_publication_effect")
        ),
        sa.ForeignKeyConstraint(["check_id"], ["release_check.id"], name=op.f("fk_publication_check_id_release_check")),
        _survey("publication"),
        _version("publication"),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_survey_id"), "publication", ["survey_id"])
    _guard_published_versions()


def _survey(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["survey_id"], ["survey.id"], name=op.f(f"fk_{table}_survey_id_survey"), ondelete="CASCADE"
    )


def _version(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_version_id_instrument_version")
    return sa.ForeignKeyConstraint(["version_id"], ["instrument_version.id"], name=name, ondelete="CASCADE")


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["person.id"], name=op.f(f"fk_{table}_{column}_person"), ondelete="SET NULL"
    )


def _guard_published_versions() -> None:
    columns = ", ".join(GUARDED)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER published_version BEFORE UPDATE OF {columns} ON instrument_version "
            "WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version does not change'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION published_version() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a published version does not change' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER published_version BEFORE UPDATE OF {columns} ON instrument_version "
        "FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION published_version()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER published_version")
    else:
        op.execute("DROP TRIGGER published_version ON instrument_version")
        op.execute("DROP FUNCTION published_version()")
    for table in ("publication", "release_check", "trial_finding", "trial_link"):
        op.drop_table(table)
