"""The newest version of an instrument as a file that other programs read."""

import io

from flask import send_file
from flask.typing import ResponseReturnValue

from engage.db.session import db
from engage.instruments import working
from engage.instruments.views import surroundings
from engage.instruments.views.blueprint import bp
from engage.web.permissions import Permission, permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/instrument.xlsx")
@permission(Permission.SURVEY_EDIT)
def download_xlsform(instrument_id: int) -> ResponseReturnValue:
    """An XLSForm; what it does not say stands in a sheet of its own."""
    from engage.instruments.writers import xlsform  # spreadsheets are loaded where one is wanted

    surroundings.of(instrument_id)
    instrument = working.copy_of(db.session(), instrument_id).instrument
    data = io.BytesIO(xlsform.write(instrument).data)
    response = send_file(data, XLSX, as_attachment=True, download_name=f"{instrument.name}.xlsx")
    response.headers["Cache-Control"] = "no-store"
    return response
