"""HTTP of the domain that is not a page: files, health, the contact form."""
