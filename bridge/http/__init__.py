"""The door for HTTP and WebSocket: who may come in, and what goes out to whom."""
