"""XLSForm: questionnaires written in a spreadsheet (https://xlsform.org), row by row."""

from engage.instruments.readers.xlsform.reader import read

__all__ = ["read"]
