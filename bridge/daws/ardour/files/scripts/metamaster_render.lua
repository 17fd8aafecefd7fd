ardour {
  ["type"] = "EditorAction",
  name = "metamaster: render the master",
  author = "The metamaster developers",
  license = "GPLv3",
  description = [[Has metamaster bridge write the master into the session's export folder, as metamaster-master.wav.]]
}

function factory () return function ()
  local bridge = ARDOUR.LuaOSC.Address ("osc.udp://127.0.0.1:7770")
  local path = ARDOUR.LuaAPI.build_filename (Session:path (), "export", "metamaster-master.wav")
  -- The last one goes first, so that "bring the master back" cannot take it for the new one.
  os.remove (path)
  bridge:send ("/metamaster/render", "si", path, 1)
end end
