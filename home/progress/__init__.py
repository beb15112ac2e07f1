"""Playbooks in use: a reader's ticks, kept behind a private link and without an account."""
