"""The delivery API: HTTP over what `portfolio.publication` stores. It knows nothing of page models."""
