"""The data of an SPSS system file: cases packed in the "bytecode" compression, one batch after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from engage.results.exports.sav_file import BIAS, SEGMENT, Column, Variable, Words, elements_of

_AT_ONCE: Final = 500_000
"""Elements that are packed together."""
_BLANKS = np.frombuffer(b" " * 8, "<u8")[0]
_LITERAL, _SPACES, _MISSING, _END = 253, 254, 255, 252


@dataclass
class Cases:
    """Writes cases one batch after the other."""

    variables: Sequence[Variable]
    _codes: npt.NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    _words: Words = field(default_factory=lambda: np.empty(0, np.uint64))
    """What did not fill a block of eight yet."""

    def written(self, columns: Sequence[Column]) -> bytes:
        """One array a variable: `float64` (NaN: no value), `S<width>`, or what `padded` made of such a one.

        :raises ValueError: when there are not as many arrays as variables
        """
        step = max(1, _AT_ONCE // sum(each.elements for each in self.variables))
        starts = range(0, len(columns[0]), step)
        return b"".join([self._some([column[start : start + step] for column in columns]) for start in starts])

    def _some(self, columns: Sequence[Column]) -> bytes:
        shape = (len(columns[0]), sum(each.elements for each in self.variables))
        words, codes = np.empty(shape, np.uint64), np.empty(shape, np.uint8)
        place = 0
        for variable, column in zip(self.variables, columns, strict=True):
            here = slice(place, place + variable.elements)
            (_texts if variable.width else _numbers)(variable, column, words[:, here], codes[:, here])
            place += variable.elements
        all_codes = np.concatenate((self._codes, codes.ravel()))
        all_words = np.concatenate((self._words, words.ravel()))
        whole = len(all_codes) // 8 * 8
        self._codes, self._words = all_codes[whole:].copy(), all_words[whole:].copy()
        return _packed(all_codes[:whole], all_words[:whole])

    def end(self) -> bytes:
        """What is left, and that nothing follows."""
        codes = np.zeros(8, np.uint8)
        codes[: len(self._codes)] = self._codes
        codes[len(self._codes)] = _END
        return _packed(codes, np.concatenate((self._words, np.zeros(8 - len(self._words), np.uint64))))


def _numbers(_: Variable, column: Column, words: Words, codes: npt.NDArray[np.uint8]) -> None:
    values = np.asarray(column, np.float64)
    words[:, 0] = np.ascontiguousarray(values).view(np.uint64)
    small = (values > -BIAS) & (values <= 251 - BIAS) & (values == np.floor(values))
    codes[:, 0] = np.where(small, np.where(small, values, 0) + BIAS, _LITERAL)
    codes[np.isnan(values), 0] = _MISSING


def _texts(variable: Variable, column: Column, words: Words, codes: npt.NDArray[np.uint8]) -> None:
    words[:] = column if column.dtype == np.uint64 else padded(variable, column)
    codes[:] = np.where(words == _BLANKS, _SPACES, _LITERAL)


def padded(variable: Variable, texts: Column) -> Words:
    """Strings as elements, filled up with blanks; shape (n, `variable.elements`)."""
    bytes_ = np.ascontiguousarray(texts.astype(f"S{variable.width}")).view(np.uint8).reshape(len(texts), variable.width)
    found = np.full((len(texts), variable.elements * 8), ord(" "), np.uint8)
    place = 0
    for number, width in enumerate(variable.segments):
        kept = bytes_[:, number * SEGMENT : number * SEGMENT + width]
        found[:, place : place + kept.shape[1]] = np.where(kept == 0, ord(" "), kept)
        place += elements_of(width) * 8
    return found.view(np.uint64)


def _packed(codes: npt.NDArray[np.uint8], words: Words) -> bytes:
    """Eight codes, then the elements that could not be said in a code, and so on.

    :param codes: a multiple of 8
    """
    literal = codes == _LITERAL
    before = np.cumsum(literal) - literal
    out = np.empty(len(codes) // 8 + int(literal.sum()), np.uint64)
    out[np.arange(len(codes) // 8) + before[::8]] = np.ascontiguousarray(codes).view(np.uint64)
    places = np.flatnonzero(literal)
    out[places // 8 + 1 + before[places]] = words[places]
    return out.tobytes()
