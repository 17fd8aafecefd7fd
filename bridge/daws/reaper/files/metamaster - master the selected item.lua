-- Bounces the selected item as it is heard, adapts to the references, renders, and brings the master back on a new track.
local folder = ({ reaper.get_action_context() })[2]:match("^(.*[/\\])")
local bridge = dofile(folder .. "metamaster_bridge.lua")

bridge.guarded(function()
  local mix, position_s = bridge.item_bounce()
  bridge.master(mix, position_s, true)
end)
