-- Renders the selected item's file without adapting: for settings made by hand, or a preset.
local folder = ({ reaper.get_action_context() })[2]:match("^(.*[/\\])")
local bridge = dofile(folder .. "metamaster_bridge.lua")

bridge.guarded(function()
  local mix, position_s = bridge.item_file()
  bridge.master(mix, position_s, false)
end)
