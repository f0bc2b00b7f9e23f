"""Parts of `script/bench timeline`: servers to measure, and the measurements."""
