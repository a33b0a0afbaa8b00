"""The session that views, commands and jobs hand to services."""

from flask_sqlalchemy import SQLAlchemy

from engage.db.base import Base

db = SQLAlchemy(metadata=Base.metadata)
