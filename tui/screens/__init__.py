"""Where the library and the panes meet."""
