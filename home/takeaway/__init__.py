"""What a reader takes away without an account: a shortlist, and a comparison of innovations."""
