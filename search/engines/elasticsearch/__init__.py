"""Elasticsearch as the library's search, for networks that outgrow one machine.

documents.py says what a document looks like there, asking.py turns a question into a request, engine.py
asks it; keeping.py and drift.py make the index follow the publication log, as the worker's jobs.

Everything is understood by Elasticsearch 7.0 and 8.19 alike.
"""
