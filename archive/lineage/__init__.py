"""Where a figure comes from: the document, the spot in it, the rule that read it, and a picture of the spot."""
