"""Data: sets that are fetched or generated, the fetching itself, and what people upload."""
