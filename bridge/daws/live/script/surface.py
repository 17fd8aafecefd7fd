"""The script as Live sees it: a control surface without any MIDI."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from _Framework.ControlSurface import ControlSurface

from .mapper import Mapper
from .wire import Wire

DEVICE = "metamaster"
SEND_CLIP = "send clip"
# Live draws ten times a second; whether devices came, went or were renamed is looked at every two seconds.
_LOOK_EVERY = 20


class Metamaster(ControlSurface):  # type: ignore[misc]  # Live's framework has no types
    """Devices named "metamaster" anywhere in the set: their macros are what ``Mapper`` says."""

    def __init__(self, c_instance: Any) -> None:
        super().__init__(c_instance)
        self._live = c_instance
        self._wire = Wire()
        names = json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))
        commands = {**names["commands"], SEND_CLIP: SEND_CLIP}
        self._mapper = Mapper(names["controls"], commands, self._send)
        self._seen: list[tuple[int, str]] = []
        self._ticks = 0

    def update_display(self) -> None:
        """Live calls this ten times a second."""
        super().update_display()
        if self._ticks % _LOOK_EVERY == 0:
            self._look()
        self._ticks += 1
        for address, arguments in self._wire.received():
            if address == "/metamaster/error":
                self.log_message("metamaster: {}".format(" ".join(map(str, arguments))))
                self.show_message(f"metamaster: {arguments[-1]}")
            self._mapper.told(address, arguments)

    def disconnect(self) -> None:
        """Live ends, or another script is chosen."""
        self._mapper.detach()
        self._send("/metamaster/stop_listen")
        self._wire.close()
        super().disconnect()

    def _look(self) -> None:
        song = self._live.song()
        tracks = [*song.tracks, *song.return_tracks, song.master_track]
        devices = [device for track in tracks for device in track.devices if device.name.strip().lower() == DEVICE]
        parameters = [parameter for device in devices for parameter in device.parameters]
        seen = [(id(parameter), parameter.name) for parameter in parameters]
        if seen != self._seen:
            self._seen = seen
            self._mapper.attach(parameters)

    def _send(self, address: str, *arguments: float | int | str) -> None:
        if address == SEND_CLIP:
            clip = self._live.song().view.detail_clip
            if clip is None or not clip.is_audio_clip:
                self.show_message("metamaster: select an audio clip first.")
            else:
                self._wire.send("/metamaster/mix", clip.file_path)
        else:
            self._wire.send(address, *arguments)
