"""Plugins that ship with Groundwork."""
