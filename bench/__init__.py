"""Measurements, run by `script/bench NAME`. Nothing here is a test, and no test is timed."""
