"""Processes of the bridge's own: kept running by one side, and a line of messages to the other."""
