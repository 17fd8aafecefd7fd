ardour {
  ["type"] = "EditorHook",
  name = "metamaster: follow the session",
  author = "The metamaster developers",
  license = "GPLv3",
  description = [[Tells metamaster bridge when the song rolls and where it is, and names what was exported as the mix.]]
}

function signals ()
  local wanted = LuaSignal.Set ()
  wanted:add ({ [LuaSignal.LuaTimerDS] = true, [LuaSignal.Exported] = true })
  return wanted
end

-- A song that rolls is told of once a second, and at once where it is further off than Ardour's own steps.
local AGAIN_S, OFF_S = 1.0, 0.05

function factory ()
  local bridge = ARDOUR.LuaOSC.Address ("osc.udp://127.0.0.1:7770")
  local rolled, place, told_at = nil, -1.0, 0.0
  return function (signal, ref, ...)
    if signal == LuaSignal.Exported then
      local _, path = ...
      bridge:send ("/metamaster/mix", "s", path)
      return
    end
    local now = ARDOUR.LuaAPI.monotonic_time () / 1e6
    local rolls = Session:transport_rolling ()
    local position = math.max (Session:transport_sample () / Session:nominal_sample_rate (), 0.0)
    local expected = place + (rolled and now - told_at or 0.0)
    local off = math.abs (position - expected) > (rolls and OFF_S or 0.0)
    if off or rolls ~= rolled or (rolls and now - told_at >= AGAIN_S) then
      bridge:send ("/metamaster/transport/locate", "f", position)
      bridge:send ("/metamaster/transport/roll", "i", rolls and 1 or 0)
      rolled, place, told_at = rolls, position, now
    end
  end
end
