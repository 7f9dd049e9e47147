"""One YAML a language: its words, and the rules that read its dates."""
