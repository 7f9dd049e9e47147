"""A reading room in the terminal for polemics between organizations, with a timeline of the dates that each article names."""
