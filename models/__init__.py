"""Schoolyard's library of networks, tasks and training.

It knows nothing of servers and is used from a notebook as it is.
"""
