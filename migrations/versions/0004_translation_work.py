"""Who translates what until when, what is said about it, and interface languages that an instance adds."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _person(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=True)


def _of_person(table: str, column: str, ondelete: str = "SET NULL") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person"), ondelete=ondelete)


def _of_instrument(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["instrument_id"], ["instrument.id"], name=op.f(f"fk_{table}_instrument_id_instrument"), ondelete="CASCADE"
    )


def upgrade() -> None:
    _deeds()
    _work()
    _interface()


def _deeds() -> None:
    op.create_table(
        "text_deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(length=16), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        _person("by_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('translated', 'reviewed', 'approved')", name=op.f("ck_text_deed_kind")),
        _of_instrument("text_deed"),
        _of_person("text_deed", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_deed")),
    )
    op.create_index("ix_text_deed_place", "text_deed", ["instrument_id", "language", "path"])
    op.create_index(op.f("ix_text_deed_by_id"), "text_deed", ["by_id"])
    op.create_table(
        "texts_taken_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("texts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _person("by_id"),
        sa.Column("by_name", sa.String(length=254), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of_instrument("texts_taken_over"),
        _of_person("texts_taken_over", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts_taken_over")),
    )
    op.create_index(op.f("ix_texts_taken_over_instrument_id"), "texts_taken_over", ["instrument_id"])


def _work() -> None:
    op.create_table(
        "translation_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        _person("given_by"),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _of_instrument("translation_assignment"),
        _of_person("translation_assignment", "person_id", "CASCADE"),
        _of_person("translation_assignment", "given_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation_assignment")),
    )
    op.create_index(op.f("ix_translation_assignment_instrument_id"), "translation_assignment", ["instrument_id"])
    op.create_index(op.f("ix_translation_assignment_person_id"), "translation_assignment", ["person_id"])
    op.create_table(
        "text_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _person("by_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        _of_instrument("text_comment"),
        _of_person("text_comment", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_comment")),
    )
    op.create_index("ix_text_comment_place", "text_comment", ["instrument_id", "language", "path"])
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("term", sa.String(length=200), nullable=False),
        sa.Column("translation", sa.String(length=200), nullable=False),
        _of_instrument("glossary_term"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint(
            "instrument_id", "language", "term", name=op.f("uq_glossary_term_instrument_id_language_term")
        ),
    )
    op.create_index(op.f("ix_glossary_term_instrument_id"), "glossary_term", ["instrument_id"])


def _interface() -> None:
    op.create_table(
        "interface_language",
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("language", name=op.f("pk_interface_language")),
    )
    op.create_table(
        "interface_text",
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        _person("by_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["language"],
            ["interface_language.language"],
            name=op.f("fk_interface_text_language_interface_language"),
            ondelete="CASCADE",
        ),
        _of_person("interface_text", "by_id"),
        sa.PrimaryKeyConstraint("language", "digest", name=op.f("pk_interface_text")),
    )


def downgrade() -> None:
    for table in (
        "interface_text",
        "interface_language",
        "glossary_term",
        "text_comment",
        "translation_assignment",
        "texts_taken_over",
        "text_deed",
    ):
        op.drop_table(table)
