"""Placeholders that mails about registrations share, with what stands for them in previews."""

from engage.mail.kinds import Form, Placeholder

EVENT = Placeholder("event", "Living after cancer: a dialogue")
WHEN = Placeholder("when", "Saturday, 12 December 2026, 10:00 – 13:00 (Oslo)")
BEFORE = Placeholder("before", "Saturday, 5 December 2026, 10:00 (Oslo)")
WHERE = Placeholder("where", "Library, Storgata 1, Oslo")
WHO = Placeholder("who", "Ada Lovelace\nGrace Hopper", Form.LIST)
ADDRESS = Placeholder("address", "ada@example.org", Form.ADDRESS)
DEADLINE = Placeholder("deadline", "Thursday, 3 December 2026, 18:00 (Oslo)")
STATE = Placeholder("state", "Your places are held for you until then.")
WHY = Placeholder("why", "All 60 places are taken. You are about number 7 on the waiting list.")
REASON = Placeholder(
    "reason", "There are only twelve places, and we wanted people from all parts of the country.", Form.PROSE
)
HUB = Placeholder("hub", "Hub Norway")
WORDS = Placeholder("words", "Too few people could come. We plan a new date in spring.", Form.PROSE)
"""What the organisers said of it."""
QUESTIONS = Placeholder("questions", "Questions? Kari Nordmann, +47 22 00 00 00")
CONTACT_ADDRESS = Placeholder("contact_address", "kari@example.org", Form.ADDRESS)
CONTACT = (QUESTIONS, CONTACT_ADDRESS)
"""Whom to ask, on two lines."""
WHOM_TO_ASK = "{questions}\n{contact_address}"
