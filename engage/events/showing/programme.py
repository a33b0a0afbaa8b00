"""The programme laid out: day by day, hour by hour, tracks beside each other where there are several."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from engage.events.showing.shown import SessionShown, TrackShown
from engage.events.showing.times import Span


@dataclass(frozen=True, slots=True)
class Row:
    """What begins at one moment and ends at one moment: for everybody, or one session or more in each track."""

    span: Span
    together: tuple[SessionShown, ...]
    """In no track: for everybody."""
    apart: tuple[tuple[SessionShown, ...], ...]
    """By track, in the order of the tracks of the day; empty where none of the row's is in a track."""


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    tracks: tuple[TrackShown, ...]
    """That have something on this day."""
    rows: tuple[Row, ...]

    @property
    def parallel(self) -> bool:
        """Whether it is worth a table: two tracks or more."""
        return len(self.tracks) > 1


def laid_out(sessions: Sequence[SessionShown], tracks: Sequence[TrackShown]) -> tuple[Day, ...]:
    """The days of a programme, by the event's clock."""
    known = {track.id for track in tracks}
    days: dict[date, list[SessionShown]] = {}
    for session in sorted(sessions, key=lambda each: (each.span.starts_at, each.span.ends_at, each.id)):
        days.setdefault(session.span.starts.date(), []).append(session)
    return tuple(_day(on, of_day, tracks, known) for on, of_day in days.items())


def _day(on: date, sessions: Sequence[SessionShown], tracks: Sequence[TrackShown], known: set[int]) -> Day:
    there = {session.track_id for session in sessions}
    used = tuple(track for track in tracks if track.id in there)
    slots: dict[tuple[object, object], list[SessionShown]] = {}
    for session in sessions:
        slots.setdefault((session.span.starts_at, session.span.ends_at), []).append(session)
    return Day(on, used, tuple(_row(of_row, used, known) for of_row in slots.values()))


def _row(sessions: Sequence[SessionShown], tracks: Sequence[TrackShown], known: set[int]) -> Row:
    together = tuple(each for each in sessions if each.track_id not in known)
    apart = tuple(tuple(each for each in sessions if each.track_id == track.id) for track in tracks)
    return Row(sessions[0].span, together, apart if any(apart) else ())
