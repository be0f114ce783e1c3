"""What every store promises: one suite, run against each."""
