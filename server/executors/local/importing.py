"""Imported first by the fork server: what it imports after this lives as long as any worker.

Python's garbage collection would look through all of it again and again, a sixth of the time, and find nothing. It goes
on once everything is there: ``preload.keep``.
"""

import gc

gc.disable()
