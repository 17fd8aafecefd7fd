"""Whether the deviations that adaptation tells are true: how often the truth lies within them."""
