"""Schoolyard's server: runs, workers, the store, the live stream and the page."""
