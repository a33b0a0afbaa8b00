"""What is kept of a failure: enough to find it, nothing of what the data said."""

import traceback

from engage.core.refusal import Refusal


def problem_of(error: BaseException) -> str:
    """The sort of error and where in the product it arose. Not its message: that may quote an answer or an address."""
    if isinstance(error, Refusal):
        return error.code
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/engage/" in frame.filename.replace("\\", "/")]
    name = type(error).__name__
    if not own:
        return name
    place = own[-1].filename.replace("\\", "/").rpartition("/engage/")[2]
    return f"{name} (engage/{place}:{own[-1].lineno})"
