"""The NCES directory of districts: its files read, imported, searched and exported."""
