"""One document format a file: from a page's title and pieces to bytes."""
