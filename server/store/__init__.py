"""The only SQL of Schoolyard: runs, races, attempts, events, and curves in a min/max pyramid."""
