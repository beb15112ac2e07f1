"""Searching by meaning: entries that say what was asked for in other words. Optional, and off by default."""
