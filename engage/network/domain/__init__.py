"""Rules of figures: what there is, periods, protection of small counts, targets."""
