"""The census in words and pages: who published, who did not, and what to try next."""
