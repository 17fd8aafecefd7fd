-- Runs an action of the kit within Ardour's own Lua, on a real session and real audio. Only what needs windows is stood in
-- for: the selection, the dialogs and the import, which are printed.
local script, wav, folder, answer = os.getenv("SCRIPT"), os.getenv("WAV"), os.getenv("FOLDER"), os.getenv("ANSWER")

AudioEngine:set_backend("None (Dummy)", "", "")
local made = io.open(folder .. "/song.ardour")
if made then made:close() end
Session = made and load_session(folder, "song") or create_session(folder, "song", 44100)

local files = {}
for each in ARDOUR.Readable.load(Session, wav):iter() do files[#files + 1] = each end
local readable = {
  n_channels = function() return #files end,
  readable_length = function() return files[1]:readable_length() end,
  read = function(_, memory, at, count, channel) return files[channel + 1]:read(memory, at, count, 0) end,
}
local region = {
  to_audioregion = function(self) return self end,
  isnil = function() return false end,
  to_readable = function() return readable end,
  position = function() return Temporal.timepos_t(441000) end,
}
local function regionlist()
  return { iter = function()
    local given = false
    return function() if not given then given = true return region end end
  end }
end

Editing = { ImportDistinctFiles = 0, ImportAsTrack = 1 }
Editor = {
  get_selection = function() return { regions = { regionlist = regionlist } } end,
  do_import = function(_, paths, ...)
    for path in paths:iter() do print("imports " .. path .. " at " .. tostring(select(6, ...):samples())) end
  end,
}
LuaDialog = {
  MessageType = {}, ButtonType = {},
  Message = function(_, sentence) return { run = function() print("says " .. sentence) end } end,
  Dialog = function() return { run = function() return { as = answer } end } end,
}
LuaSignal = { Exported = 1, LuaTimerDS = 2 }
ardour = function() end

dofile(script)
if answer == "exported" then
  factory()(LuaSignal.Exported, nil, "whole", wav)
elseif answer == "timer" then
  Session:request_locate(88200, false, 0, 0)
  factory()(LuaSignal.LuaTimerDS, nil)
elseif answer == "rolls" then
  Session:request_roll(ARDOUR.TransportRequestSource.TRS_UI)
  local hook = factory()
  repeat
    hook(LuaSignal.LuaTimerDS, nil)
    ARDOUR.LuaAPI.usleep(100000)
    local enough = io.open(os.getenv("ENOUGH"))
  until enough
  Session:request_stop(false, false, ARDOUR.TransportRequestSource.TRS_UI)
  repeat
    ARDOUR.LuaAPI.usleep(100000)
    hook(LuaSignal.LuaTimerDS, nil)
  until not Session:transport_rolling()
else
  factory()()
end
quit()
