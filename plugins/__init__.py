"""One folder per plugin. docs/plugins/ says what a plugin may add."""
