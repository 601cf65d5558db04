"""Proofs: all that shows, offline and without this program, that a figure stood in a document fetched at a moment."""
