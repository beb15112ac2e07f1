"""Looking after records in the background: their addresses, their retractions, their age.

Everything here runs in the worker, in slices that are over within a minute, and never in a reader's
request.
"""
