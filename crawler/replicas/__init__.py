"""Small local servers that speak the wire formats of the CMS families, and the documents they serve."""
