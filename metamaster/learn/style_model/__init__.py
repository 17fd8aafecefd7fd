"""What of a reference is style, learned: from songs, what music so made usually sounds like."""
