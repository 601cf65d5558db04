"""One document format a module; archive.readers.registry tells which reads what."""
