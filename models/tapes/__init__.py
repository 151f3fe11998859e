"""Exercises on a tape: what is shown to a network step by step, and what it has to write afterwards from memory."""
