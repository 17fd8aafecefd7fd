ardour {
  ["type"] = "EditorHook",
  name = "metamaster: follow the session",
  author = "The metamaster developers",
  license = "GPLv3",
  description = [[Tells metamaster bridge where the playhead is, ten times a second, and names what was exported as the mix.]]
}

function signals ()
  local wanted = LuaSignal.Set ()
  wanted:add ({ [LuaSignal.LuaTimerDS] = true, [LuaSignal.Exported] = true })
  return wanted
end

function factory ()
  local bridge = ARDOUR.LuaOSC.Address ("osc.udp://127.0.0.1:7770")
  local told
  return function (signal, ref, ...)
    if signal == LuaSignal.Exported then
      local _, path = ...
      bridge:send ("/metamaster/mix", "s", path)
      return
    end
    local position = Session:transport_sample () / Session:nominal_sample_rate ()
    if position ~= told then
      told = position
      bridge:send ("/metamaster/position", "f", position)
    end
  end
end
