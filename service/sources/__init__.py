"""Machine-coded sources: rules, rows, and the facts that rules make of rows."""
