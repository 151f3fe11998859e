"""Made-up stories with questions, whose supporting facts are known: ``world`` tells, ``asking`` asks."""
