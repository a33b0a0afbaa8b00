"""The workshop in the room, and the mirror that asks participants."""
