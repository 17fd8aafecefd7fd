"""The transport: where in the song the DAW is, followed from JACK, MIDI or OSC."""
