"""LibreOffice as a converter: one warm process that sees no network and writes to one folder."""
