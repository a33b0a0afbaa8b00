"""An instrument as an XLSForm (https://xlsform.org) that reads back the same.

What XLSForm has no word for stands in columns of our own (`engage::…`, see `readers.xlsform.own`); what even they
cannot say is a finding.
"""

from engage.instruments.writers.xlsform.book import Written, write, write_sheets

__all__ = ["Written", "write", "write_sheets"]
