"""Links, posters, kiosks and frames: ways to a survey that many people use."""
