"""A plugin that uses every point of the contract: who an entry was made with."""
