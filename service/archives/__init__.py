"""Machine-coded rows in columns: many facts at once, coded, kept and summed."""
