"""What the narrative states in figures, and whether it agrees with the tables."""

from archive.claims.comparing import compare
from archive.claims.last_year import compare_with_last_year
from archive.claims.reader import read_claims
from archive.claims.reports import with_claims

__all__ = ["compare", "compare_with_last_year", "read_claims", "with_claims"]
