"""Benchmarks, run by hand: speeds as ratios to a floor measured in the same run."""
