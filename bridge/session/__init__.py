"""What a plugin's processor holds: values, history, presets and jobs, with no network in it."""
