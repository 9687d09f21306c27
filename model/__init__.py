"""Training code of the Nutgraf language model (see docs/model.md)."""
