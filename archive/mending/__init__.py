"""What can be put right in a damaged archive without losing anything; each step says what it does."""
