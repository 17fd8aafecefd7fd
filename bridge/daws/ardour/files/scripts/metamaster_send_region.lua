ardour {
  ["type"] = "EditorAction",
  name = "metamaster: send the region",
  author = "The metamaster developers",
  license = "GPLv3",
  description = [[Writes the selected audio region to the session's export folder and tells metamaster bridge that it is
the mix (and to adapt it), or the record to sound like.]]
}

function factory () return function ()
  local bridge = ARDOUR.LuaOSC.Address ("osc.udp://127.0.0.1:7770")
  local block = 8192

  local function selected ()
    for region in Editor:get_selection ().regions:regionlist ():iter () do
      local audio = region:to_audioregion ()
      if not audio:isnil () then return audio:to_readable () end
    end
  end

  -- A WAV file of 32-bit floats, as Ardour holds them: nothing is rounded.
  local function header (channels, rate, frames)
    local bytes = frames * channels * 4
    return string.pack ("<c4I4c4c4I4I2I2I4I4I2I2c4I4", "RIFF", 36 + bytes, "WAVE", "fmt ", 16, 3, channels, rate,
      rate * channels * 4, channels * 4, 32, "data", bytes)
  end

  local function write (readable, path)
    local channels, frames = readable:n_channels (), readable:readable_length ()
    local memory = {}
    for channel = 1, channels do memory[channel] = ARDOUR.DSP.DspShm (block) end
    -- Written beside and renamed: the bridge never sees half a file.
    local out = assert (io.open (path .. ".part", "wb"))
    out:write (header (channels, math.floor (Session:nominal_sample_rate ()), frames))
    local at = 0
    while at < frames do
      local count, data = math.min (block, frames - at), {}
      for channel = 1, channels do
        readable:read (memory[channel]:to_float (0), at, count, channel - 1)
        data[channel] = memory[channel]:to_float (0):array ()
      end
      local packed = {}
      for frame = 1, count do
        for channel = 1, channels do packed[#packed + 1] = string.pack ("<f", data[channel][frame]) end
      end
      out:write (table.concat (packed))
      at = at + count
    end
    out:close ()
    os.remove (path)
    assert (os.rename (path .. ".part", path))
  end

  local function say (sentence)
    LuaDialog.Message ("metamaster", sentence, LuaDialog.MessageType.Info, LuaDialog.ButtonType.Close):run ()
  end

  local readable = selected ()
  if not readable then return say ("Select an audio region first.") end
  if readable:n_channels () > 2 then return say ("The region has more than two channels: bounce it to stereo first.") end

  local answer = LuaDialog.Dialog ("metamaster", {
    { type = "radio", key = "as", title = "The region is", default = "the mix: adapt it",
      values = { ["the mix: adapt it"] = "mix", ["the record to sound like"] = "reference" } }
  }):run ()
  if not answer then return end

  local path = ARDOUR.LuaAPI.build_filename (Session:path (), "export", "metamaster-" .. answer["as"] .. ".wav")
  write (readable, path)
  if answer["as"] == "mix" then
    bridge:send ("/metamaster/mix", "s", path)
    bridge:send ("/metamaster/adapt", "")
  else
    bridge:send ("/metamaster/references", "sf", path, 1.0)
  end
end end
