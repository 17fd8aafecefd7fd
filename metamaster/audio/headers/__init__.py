"""What files say about themselves before a decoder sees them: container and promised length."""
