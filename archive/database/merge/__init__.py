"""Rows of another archive taken into this one; what both have is joined by one rule, whichever came first."""
