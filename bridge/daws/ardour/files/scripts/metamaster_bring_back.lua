ardour {
  ["type"] = "EditorAction",
  name = "metamaster: bring the master back",
  author = "The metamaster developers",
  license = "GPLv3",
  description = [[Imports the master that was rendered last onto a new track, at the start of the selected region, or of the
session where none is selected.]]
}

function factory () return function ()
  local path = ARDOUR.LuaAPI.build_filename (Session:path (), "export", "metamaster-master.wav")
  -- It appears whole or not at all, so what can be opened is done.
  local file = io.open (path, "rb")
  if not file then
    LuaDialog.Message ("metamaster", "There is no master yet: render it, and wait for the bridge to be done.",
      LuaDialog.MessageType.Info, LuaDialog.ButtonType.Close):run ()
    return
  end
  file:close ()

  local position = Temporal.timepos_t (0)
  for region in Editor:get_selection ().regions:regionlist ():iter () do
    position = region:position ()
    break
  end
  local files = C.StringVector ()
  files:push_back (path)
  Editor:do_import (files, Editing.ImportDistinctFiles, Editing.ImportAsTrack, ARDOUR.SrcQuality.SrcBest,
    ARDOUR.MidiTrackNameSource.SMFTrackName, ARDOUR.MidiTempoMapDisposition.SMFTempoIgnore,
    position, ARDOUR.PluginInfo (), ARDOUR.Track (), false)
end end
