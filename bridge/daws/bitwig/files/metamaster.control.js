// metamaster in Bitwig Studio: the controls stand in the project's panel (Studio I/O). What counts is the bridge's session:
// the panel takes its values from there when the project opens.
// API 10 or later (Bitwig Studio 3.1).

loadAPI(10);
load("controls.js");

host.defineController("metamaster", "metamaster bridge", "1.0", "7d2f0c1e-6a54-4e0b-9a7e-2c51b0a9d3f4", "metamaster");
host.defineMidiPorts(0, 0);

var BRIDGE_PORT = 7770;
var OWN_PORT = 9002;

var connection = null;
var listening = {}; // by address: what to do with a value that the bridge tells
var last = {}; // by address: the value told or sent last, so that none is sent back
var SETTLED_MS = 500; // settings report what the project had in them first; that is not meant for the bridge

function init() {
  var osc = host.getOscModule();
  var space = osc.createAddressSpace();
  var state = host.getDocumentState();

  METAMASTER_BUTTONS.forEach(function (button) {
    state.getSignalSetting(button.label, "metamaster", button.label).addSignalObserver(function () {
      send(button.address);
    });
  });
  addPath(state, "Mix (full path)", "/metamaster/mix");
  addPath(state, "Add a reference (full path)", "/metamaster/reference/add");
  METAMASTER_CONTROLS.forEach(function (control) {
    if (control.kind === "number") addNumber(state, control);
    else addChoice(state, control);
  });

  space.registerDefaultMethod(function (source, message) {
    hear(message);
  });
  osc.createUdpServer(OWN_PORT, space);
  connection = osc.connectToUdpServer("127.0.0.1", BRIDGE_PORT, space);
  host.scheduleTask(function () {
    send("/metamaster/start_listen", "plain", OWN_PORT);
  }, SETTLED_MS);
}

function send(address) {
  var values = Array.prototype.slice.call(arguments, 1);
  connection.sendMessage.apply(connection, [address].concat(values));
}

function changed(control, value) {
  if (last[control.address] === undefined || last[control.address] === value) return;
  last[control.address] = value;
  send(control.address, value);
}

function hear(message) {
  var address = message.getAddressPattern();
  if (address === "/metamaster/error") {
    host.showPopupNotification("metamaster: " + message.getString(2));
  } else if (address === "/metamaster/job/ended") {
    host.showPopupNotification("metamaster: " + message.getString(1) + " " + message.getString(2));
  } else if (listening[address] !== undefined) {
    listening[address](message);
  }
}

function addNumber(state, control) {
  var span = control.high - control.low;
  var setting = state.getNumberSetting(
    control.label, control.group, control.low, control.high, span / 1000, control.unit, control["default"]);
  setting.addRawValueObserver(function (value) {
    changed(control, rounded(value));
  });
  listening[control.address] = function (message) {
    last[control.address] = rounded(message.getFloat(0));
    setting.setRaw(last[control.address]);
  };
}

// Toggles and choices: a row of names, sent as the number of the one chosen.
function addChoice(state, control) {
  var names = control.kind === "toggle" ? ["off", "on"] : control.choices;
  var setting = state.getEnumSetting(control.label, control.group, names, names[control["default"]]);
  setting.addValueObserver(function (name) {
    changed(control, names.indexOf(name));
  });
  listening[control.address] = function (message) {
    last[control.address] = message.getInt(0);
    setting.set(names[last[control.address]]);
  };
}

function addPath(state, label, address) {
  var setting = state.getStringSetting(label, "metamaster", 200, "");
  setting.addValueObserver(function (path) {
    if (path !== "" && Object.keys(last).length > 0) send(address, path);
  });
}

// The bridge's numbers have 32 bits; what differs less than they do has not changed.
function rounded(value) {
  return Number(value.toPrecision(5));
}

function flush() {}

function exit() {
  send("/metamaster/stop_listen", OWN_PORT);
}
