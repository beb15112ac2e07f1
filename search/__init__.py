"""Library search: what people type, and the public documents that answer it."""
