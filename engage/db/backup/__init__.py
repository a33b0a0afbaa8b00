"""The whole instance in one file, and back again (docs/decisions/0018).

A ZIP archive: `manifest.json`, `tables/NAME.jsonl` (a row a line, in the order of its keys, so that nothing says
who came when), `files/…` from the data directory. Both databases write and read the same, so an instance can move
from one to the other.
"""
