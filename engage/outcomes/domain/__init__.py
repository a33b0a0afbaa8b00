"""Rules of outcomes: states, the clock of an answer, what may be published."""
