"""The reading room for many readers: over SSH, and in a browser."""
