"""What a house may add to the portfolio and leave out again."""
