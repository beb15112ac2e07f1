"""The screens of the editorial side, beyond what Wagtail brings."""
