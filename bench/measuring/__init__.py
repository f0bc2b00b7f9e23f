"""The parts of `script/bench timeline`: sites to measure, and what measures them."""
