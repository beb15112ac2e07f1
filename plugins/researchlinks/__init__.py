<<<<<<< HEAD
"""Research behind an entry: records, links and what they show."""
=======
"""Links from entries to the research that supports them."""
>>>>>>> w-refs
