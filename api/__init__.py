"""The delivery API: HTTP over the publication log. It knows nothing of page models."""
