"""The sample portfolio: an invented network of invented districts, to try the software with.

`load` and `remove` are what others call. The texts lie in `content`, a file for each district,
the pictures (drawn for it; SVG sources in `pictures/src`) and the files of the toolkits beside it.
Every row says of itself that it is a sample, and the LEAIDs begin with 99, which no state has.
"""

from portfolio.sample.loading import is_loaded, load
from portfolio.sample.removal import CannotRemoveError, remove
from portfolio.sample.translations import languages

__all__ = ["CannotRemoveError", "is_loaded", "languages", "load", "remove"]
