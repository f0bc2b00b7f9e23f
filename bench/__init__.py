"""Benchmarks, run by `script/bench NAME`. They are not tests, and no test measures time."""
