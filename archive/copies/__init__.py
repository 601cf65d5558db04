"""Whose words a report says again: texts that several years of a body, or several bodies, have in common."""
