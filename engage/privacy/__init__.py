"""Consent, what is kept of persons and how long, what people may ask of it, and the trail.

from engage import privacy
privacy.keeps(app, privacy.Keeps("person", …))
"""

from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps, kept

__all__ = ["Basis", "Keeps", "Sought", "Whose", "keeps", "kept"]
