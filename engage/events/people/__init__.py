"""Organisers' work with who registered: lists and figures, mails, invitations, doubles, files, the draw."""
