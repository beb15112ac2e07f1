"""Research behind an entry: records of studies, links to them, and what they say together."""
