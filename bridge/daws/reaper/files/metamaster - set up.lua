-- Asks once where the program is and which port the bridge listens at, and looks whether it answers.
local folder = ({ reaper.get_action_context() })[2]:match("^(.*[/\\])")
local bridge = dofile(folder .. "metamaster_bridge.lua")

local function known(key, otherwise)
  local value = reaper.GetExtState("metamaster", key)
  return value ~= "" and value or otherwise
end

local answered, given = reaper.GetUserInputs(
  "metamaster", 2, "Program (full path):,Port:,extrawidth=300", known("program", "metamaster") .. "," .. known("port", "7770"))
if answered then
  local program, port = given:match("^(.*),(%d+)$")
  if not port then
    return bridge.say("Give a port such as 7770.")
  end
  reaper.SetExtState("metamaster", "program", program, true)
  reaper.SetExtState("metamaster", "port", port, true)
  bridge.guarded(function() bridge.say("It answers: " .. bridge.ctl("ping")) end)
end
