"""The library's page: words, filters and places like one's own, each search with its own address."""
