"""Where the reports are: one CMS family a module, one portal a row of portals.csv."""
