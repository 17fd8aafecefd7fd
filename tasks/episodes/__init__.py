"""Episodes for learning to master: songs times engineers, the same for the same index."""
