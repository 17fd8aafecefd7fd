-- metamaster: what the scripts beside this file share. It is no action itself.
--
-- REAPER's Lua has no sockets, so a message to the bridge is one run of `metamaster ctl` (about a third of a second).
-- Jobs run in the bridge: REAPER only asks once a second how far they are, and stays usable meanwhile.

local bridge = {}

local APPLY_FX_TO_NEW_TAKE = 40209 -- Item: Apply track/take FX to items as new take
local DELETE_ACTIVE_TAKE = 40129 -- Take: Delete active take from items
local PATIENCE_MS = 20000
local ASK_EVERY_S = 1.0
-- Where REAPER hands over no error output, the exit code still tells which kind it was.
local CODES = {
  ["50"] = "The bridge refused it: its panel says why.",
  ["51"] = "No bridge answers: start metamaster bridge first.",
}

local function quoted(word)
  if word:find('"', 1, true) then
    error("metamaster: a file name with a quotation mark cannot be handed over: " .. word, 0)
  end
  return '"' .. word .. '"'
end

-- The program: found by itself, or named once by the script "metamaster - set up".
local function program()
  local named = reaper.GetExtState("metamaster", "program")
  return named ~= "" and named or "metamaster"
end

local function port()
  local named = reaper.GetExtState("metamaster", "port")
  return named ~= "" and named or "7770"
end

-- Runs `metamaster ctl` with these words; gives what it prints, or raises what went wrong.
function bridge.ctl(...)
  local words = { quoted(program()), "ctl", "--port", port(), "--quiet" }
  for _, word in ipairs({ ... }) do
    words[#words + 1] = quoted(tostring(word))
  end
  local done = reaper.ExecProcess(table.concat(words, " "), PATIENCE_MS)
  if not done then
    error("metamaster does not run: install it, and name it with the script 'metamaster - set up'.", 0)
  end
  local code, printed = done:match("^(%-?%d+)\r?\n?(.-)%s*$")
  if code ~= "0" then
    error(printed ~= "" and printed or CODES[code] or "metamaster ctl ended with code " .. tostring(code) .. ".", 0)
  end
  return printed
end

-- Starts a job at an address; gives its number.
function bridge.start(address, ...)
  local printed = bridge.ctl("send", address, ...)
  local number = printed:match("/metamaster/job/queued (%d+)")
  if not number then
    error("The bridge began no job: " .. printed, 0)
  end
  return number
end

-- Calls `after` once the job is done; shows why if it is not.
function bridge.when_done(number, after)
  local asked_s = reaper.time_precise()
  local function look()
    if reaper.time_precise() - asked_s < ASK_EVERY_S then
      return reaper.defer(look)
    end
    asked_s = reaper.time_precise()
    local printed = bridge.ctl("send", "/metamaster/job/state", number)
    local state, rest = printed:match("/metamaster/job/ended %d+ %a+ (%a+) ?(.*)")
    if state == "done" then
      bridge.guarded(after)
    elseif state then
      bridge.say("The job " .. state .. ": " .. rest)
    else
      reaper.defer(function() bridge.guarded(look) end)
    end
  end
  bridge.guarded(look)
end

function bridge.say(sentence)
  reaper.ShowMessageBox(sentence, "metamaster", 0)
end

-- Runs a function; what it raises is shown, not left in REAPER's console.
function bridge.guarded(run)
  local fine, sentence = pcall(run)
  if not fine then
    bridge.say(tostring(sentence))
  end
end

local function selected()
  local item = reaper.GetSelectedMediaItem(0, 0)
  if not item then
    error("Select an audio item first.", 0)
  end
  local take = reaper.GetActiveTake(item)
  if not take or reaper.TakeIsMIDI(take) then
    error("The selected item holds no audio: bounce it first.", 0)
  end
  return item, take
end

local function file_of(take)
  local source = reaper.GetMediaItemTake_Source(take)
  local parent = reaper.GetMediaSourceParent(source)
  while parent do
    source, parent = parent, reaper.GetMediaSourceParent(parent)
  end
  return reaper.GetMediaSourceFileName(source, "")
end

-- The file of the selected item as it lies on the disk.
function bridge.item_file()
  local item, take = selected()
  return file_of(take), reaper.GetMediaItemInfo_Value(item, "D_POSITION")
end

-- The selected item as it is heard, its own and its track's effects included: bounced to a file, the item left as it was.
function bridge.item_bounce()
  local item = selected()
  local before = reaper.CountTakes(item)
  reaper.Undo_BeginBlock()
  reaper.SelectAllMediaItems(0, false)
  reaper.SetMediaItemSelected(item, true)
  reaper.Main_OnCommand(APPLY_FX_TO_NEW_TAKE, 0)
  local bounced = reaper.CountTakes(item) > before
  local file = bounced and file_of(reaper.GetActiveTake(item))
  if bounced then
    reaper.Main_OnCommand(DELETE_ACTIVE_TAKE, 0)
  end
  reaper.Undo_EndBlock("metamaster: bounce the item", -1)
  if not file then
    error("REAPER bounced nothing: is the item muted or offline?", 0)
  end
  return file, reaper.GetMediaItemInfo_Value(item, "D_POSITION")
end

-- Puts a file on a new track at the end, where the item began.
function bridge.onto_new_track(file, position_s)
  reaper.Undo_BeginBlock()
  local index = reaper.CountTracks(0)
  reaper.InsertTrackAtIndex(index, true)
  local track = reaper.GetTrack(0, index)
  reaper.GetSetMediaTrackInfo_String(track, "P_NAME", "metamaster", true)
  reaper.SetOnlyTrackSelected(track)
  local cursor_s = reaper.GetCursorPosition()
  reaper.SetEditCurPos(position_s, false, false)
  reaper.InsertMedia(file, 0)
  reaper.SetEditCurPos(cursor_s, false, false)
  reaper.Undo_EndBlock("metamaster: bring the master back", -1)
  reaper.UpdateArrange()
end

-- A name beside the mix that is free: song.master.wav, song.master-2.wav …
function bridge.free_name(mix)
  local stem, count = mix:gsub("%.%w+$", ""), 1
  local name = stem .. ".master.wav"
  while reaper.file_exists(name) do
    count = count + 1
    name = stem .. ".master-" .. count .. ".wav"
  end
  return name
end

-- Adapts (unless told not to), renders, and brings the master back.
function bridge.master(mix, position_s, adapt)
  local function render()
    local out = bridge.free_name(mix)
    local number = bridge.start("/metamaster/render", out)
    bridge.when_done(number, function() bridge.onto_new_track(out, position_s) end)
  end
  bridge.ctl("mix", mix)
  if adapt then
    bridge.when_done(bridge.start("/metamaster/adapt"), render)
  else
    render()
  end
end

return bridge
