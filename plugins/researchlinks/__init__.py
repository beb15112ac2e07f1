"""Research behind an entry: records, links and what they show."""
