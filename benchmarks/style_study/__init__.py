"""The experiment behind docs/style-study.md: how style is best told from content, and what more songs would bring."""
