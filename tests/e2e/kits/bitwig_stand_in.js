// Stands in for Bitwig: its settings and its OSC module, over real UDP. Reads lines of JSON (["turn", label, value],
// ["press", label], ["show", label]), and prints what is asked for, and every popup.
"use strict";
const dgram = require("dgram"), fs = require("fs"), path = require("path"), vm = require("vm");
const readline = require("readline");
const [folder, bridgePort] = [process.argv[2], Number(process.argv[3])];
const settings = new Map();
const socket = dgram.createSocket("udp4");
let heard = () => {};

const padded = (text) => Buffer.from(text + "\0".repeat(4 - (Buffer.byteLength(text) % 4)));
function encoded(address, values) {
  let tags = ",", parts = [];
  for (const value of values) {
    const data = Buffer.alloc(4);
    if (typeof value === "string") { tags += "s"; parts.push(padded(value)); continue; }
    if (Number.isInteger(value)) { tags += "i"; data.writeInt32BE(value); } else { tags += "f"; data.writeFloatBE(value); }
    parts.push(data);
  }
  return Buffer.concat([padded(address), padded(tags), ...parts]);
}
function decoded(packet) {
  let at = 0;
  const text = () => {
    const end = packet.indexOf(0, at), found = packet.toString("utf8", at, end);
    at = end + 4 - (end % 4);
    return found;
  };
  const address = text(), tags = text().slice(1), values = [];
  for (const tag of tags) {
    if (tag === "s") { values.push(text()); continue; }
    values.push(tag === "i" ? packet.readInt32BE(at) : packet.readFloatBE(at));
    at += 4;
  }
  const get = (index) => values[index];
  return { getAddressPattern: () => address, getFloat: get, getInt: get, getString: get };
}

function setting(label, first) {
  const made = { value: first, observers: [] };
  made.set = made.setRaw = (value) => {
    if (value === made.value) return;
    made.value = value;
    made.observers.forEach((observe) => observe(value));
  };
  // As Bitwig does: an observer hears at once what there is.
  made.addValueObserver = made.addRawValueObserver = (observe) => { made.observers.push(observe); observe(made.value); };
  made.addSignalObserver = (observe) => made.observers.push(observe);
  settings.set(label, made);
  return made;
}

const state = {
  getNumberSetting: (label, group, low, high, step, unit, first) => setting(`${group}: ${label}`, first),
  getEnumSetting: (label, group, names, first) => setting(`${group}: ${label}`, first),
  getStringSetting: (label, group, letters, first) => setting(label, first),
  getSignalSetting: (label) => setting(label, null),
};
const osc = {
  createAddressSpace: () => ({ registerDefaultMethod: (method) => { heard = method; } }),
  createUdpServer: () => {},
  connectToUdpServer: () => ({
    sendMessage: (address, ...values) => {
      // The port that the script names is not the one that this test could get.
      const own = values.map((value) => (value === 9002 ? socket.address().port : value));
      socket.send(encoded(address, own), bridgePort, "127.0.0.1");
    },
  }),
};
const host = {
  defineController: () => {}, defineMidiPorts: () => {},
  getOscModule: () => osc, getDocumentState: () => state,
  scheduleTask: (task, delay) => setTimeout(task, delay),
  showPopupNotification: (sentence) => console.log(`says ${sentence}`),
};
const context = vm.createContext({ host, loadAPI: () => {} });
context.load = (name) => vm.runInContext(fs.readFileSync(path.join(folder, name), "utf8"), context);
context.load("metamaster.control.js");

socket.on("message", (packet) => heard(null, decoded(packet)));
socket.bind(0, "127.0.0.1", () => {
  context.init();
  console.log("ready");
  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const [what, label, value] = JSON.parse(line);
    if (what === "turn") settings.get(label).set(value);
    else if (what === "press") settings.get(label).observers.forEach((observe) => observe());
    else console.log(`shows ${settings.get(label).value}`);
  }).on("close", () => { context.exit(); setTimeout(() => process.exit(0), 50); });
});
