"""What is said of reports, for people and programs: findings in two languages, with the places they stand at."""
