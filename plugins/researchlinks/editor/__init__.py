"""The plugin's own screens in the editor."""
