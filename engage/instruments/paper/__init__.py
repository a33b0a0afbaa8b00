"""The questionnaire on paper: one tagged PDF (PDF/UA-1) per language, from the same version as the pages."""
