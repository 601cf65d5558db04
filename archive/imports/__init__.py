"""What others kept, into the archive: web archives and folders."""
