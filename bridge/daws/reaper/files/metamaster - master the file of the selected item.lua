-- The same with the item's file as it lies on the disk, without any effects.
local folder = ({ reaper.get_action_context() })[2]:match("^(.*[/\\])")
local bridge = dofile(folder .. "metamaster_bridge.lua")

bridge.guarded(function()
  local mix, position_s = bridge.item_file()
  bridge.master(mix, position_s, true)
end)
