"""The publication log: the public side of the portfolio, compiled from pages (docs/architecture.md).

`schema` says what a document looks like, `compiler` makes one from a page, `log` keeps the stored
ones in step with the pages, `documents` is how everyone else reads them.
"""
