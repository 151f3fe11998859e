"""Finds tasks, architectures, presets and views by file, and parses JSON into a :class:`Spec`."""
