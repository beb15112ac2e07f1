"""What happens regularly without anyone asking: the table of jobs, and the claims on them."""
