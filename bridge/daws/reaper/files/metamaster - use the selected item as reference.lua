-- Makes the selected item's file the record to sound like, in place of those there were.
local folder = ({ reaper.get_action_context() })[2]:match("^(.*[/\\])")
local bridge = dofile(folder .. "metamaster_bridge.lua")

bridge.guarded(function()
  local record = bridge.item_file()
  bridge.ctl("reference", record)
end)
