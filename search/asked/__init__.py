"""What readers search for, and what they open of what is found: counted by month, without persons."""
