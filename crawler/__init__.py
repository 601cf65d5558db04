"""How reports are fetched."""
