"""Spanish in the United States: 14,200 and 12.5, as on every report card and invoice here."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
