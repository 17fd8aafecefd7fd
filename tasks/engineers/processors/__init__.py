"""Processors of other software than ours: filters, compressors, saturators and limiters made in another way."""
