"""What the search adds to Wagtail's admin."""

from wagtail import hooks

from search.admin import LibrarySearchGroup

hooks.register("register_admin_viewset", lambda: LibrarySearchGroup())
