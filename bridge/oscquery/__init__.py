"""OSCQuery: the tree of addresses over HTTP, values over WebSocket, found by mDNS."""
