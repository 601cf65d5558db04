"""Whether what is stored is what was stored: bytes, references, chains, seals, figures, each looked at apart."""
