"""What people take away from an archive: tables, reports, packages and copies of it."""
