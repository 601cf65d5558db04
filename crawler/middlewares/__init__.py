"""Downloader middlewares: each passes a request or response on, asks for it again, or refuses it."""
