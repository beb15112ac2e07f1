"""Writing entries by program: Wagtail's own API, behind a door of ours (docs/api/authoring.md).

Nothing here is imported unless the setting AUTHORING_API is on.
"""


def prepare() -> None:
    """Tell Wagtail's API what to read and write, while the apps get ready and before Wagtail's own do."""
    from portfolio.authoring.blocks import check_shapes
    from portfolio.authoring.fields import open_fields

    open_fields()
    check_shapes()
