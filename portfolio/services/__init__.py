"""Writes that cross models."""
