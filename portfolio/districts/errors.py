"""What can be wrong with a file from NCES, as errors that say what, where and the remedy."""


class UnusableFileError(Exception):
    """The whole file cannot be used. The message is for the person who chose it."""


class CellError(Exception):
    """One value in a row cannot be used. The message names the value and the remedy, not the line."""
