"""Scholarly references: read, identified, cited, exported.

Knows nothing of the house, and of Django only how words are translated.

Everything goes round as CSL-JSON (`csl.Csl`), tidied at one gate (`csl.tidy_item`), so that what is
read from a file, an answer of a remote index or a database has the same shape and limits.
"""
