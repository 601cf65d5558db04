"""Seals over the manifests of crawls: signatures with a key of one's own, time stamps of authorities."""
