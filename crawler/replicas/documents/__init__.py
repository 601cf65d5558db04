"""Annual reports made here: the official forms with given figures, in several formats, the same bytes every time."""
