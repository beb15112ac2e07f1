"""Links from entries to the research that supports them."""
