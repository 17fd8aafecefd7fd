"""Found settings in forms that other software and people can use."""
