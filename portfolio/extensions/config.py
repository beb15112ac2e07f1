"""What a plugin's `apps.py` holds."""

from typing import Any, ClassVar

from django.apps import AppConfig

VERSION = "0.1"
"""The version of the contract that this Groundwork offers"""


class PluginConfig(AppConfig):
    """The app of a plugin. Set `name`, `label`, `version` and `verbose_name`.

    `minimum` and `maximum` are versions of the contract, both included: "0.1". `needs_settings` are the
    names of settings without which the plugin cannot work.
    """

    default = False
    """Without it Django finds two configs in a plugin's apps.py, this one too, and silently takes neither"""

    version: ClassVar[str] = ""
    minimum: ClassVar[str] = VERSION
    maximum: ClassVar[str] = VERSION
    needs_settings: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True

    @property
    def is_enabled(self) -> bool:
        from portfolio.extensions.registry import is_enabled

        return is_enabled(self.label)
