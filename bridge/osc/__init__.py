"""OSC over UDP and TCP: every control, job, preset and meter by an address."""
