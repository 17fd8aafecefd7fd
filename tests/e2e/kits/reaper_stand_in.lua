-- Stands in for REAPER: one item of one take with the file MIX; runs SCRIPT, then what it deferred, until nothing is left.
-- What reaches the project is printed.
local mix, script, program, port = arg[1], arg[2], arg[3], arg[4]
local deferred = {}
local takes = { mix }
local settings = { program = program, port = port }
local began = os.time()

reaper = {
  get_action_context = function() return false, script end,
  GetExtState = function(_, key) return settings[key] or "" end,
  ExecProcess = function(command)
    local pipe = io.popen(command .. " 2>&1; echo :$?")
    local printed, code = pipe:read("a"):match("^(.*):(%d+)\n$")
    pipe:close()
    return code .. "\n" .. printed
  end,
  ShowMessageBox = function(sentence) print("says " .. sentence) end,
  defer = function(run) deferred[#deferred + 1] = run end,
  time_precise = function() return os.clock() + os.time() - began end,
  file_exists = function(path) local file = io.open(path) if file then file:close() end return file ~= nil end,

  GetSelectedMediaItem = function() return "item" end,
  GetActiveTake = function() return #takes end,
  TakeIsMIDI = function() return false end,
  CountTakes = function() return #takes end,
  GetMediaItemTake_Source = function(take) return takes[take] end,
  GetMediaSourceParent = function() return nil end,
  GetMediaSourceFileName = function(source) return source end,
  GetMediaItemInfo_Value = function() return 12.5 end,
  SelectAllMediaItems = function() end,
  SetMediaItemSelected = function() end,
  Main_OnCommand = function(command)
    if command == 40209 then
      takes[#takes + 1] = mix
    elseif command == 40129 then
      takes[#takes] = nil
    end
    print("command " .. command)
  end,

  Undo_BeginBlock = function() end,
  Undo_EndBlock = function() end,
  UpdateArrange = function() end,
  CountTracks = function() return 3 end,
  InsertTrackAtIndex = function(index) print("track " .. index) end,
  GetTrack = function(_, index) return index end,
  GetSetMediaTrackInfo_String = function() end,
  SetOnlyTrackSelected = function() end,
  GetCursorPosition = function() return 1.0 end,
  SetEditCurPos = function(position_s) print("cursor " .. position_s) end,
  InsertMedia = function(file) print("media " .. file) end,
}

dofile(script)
while #deferred > 0 do
  os.execute("sleep 0.1")
  local now = deferred
  deferred = {}
  for _, run in ipairs(now) do run() end
end
