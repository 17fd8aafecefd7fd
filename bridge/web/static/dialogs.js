// The two dialogs: one asks for a text, one shows folders and files.

import { $, make } from "./dom.js";

// Asks for a text; gives { text, checked }, or null when one thinks better of it.
export const askText = ({ title, note, label, text, check }) => new Promise((resolve) => {
  const dialog = $("ask");
  $("ask-title").textContent = title;
  $("ask-note").textContent = note || "";
  $("ask-label").textContent = label || "";
  $("ask-label").hidden = $("ask-text").hidden = label === undefined;
  $("ask-check-label").hidden = !check;
  $("ask-text").value = text || "";
  $("ask-check").checked = false;
  dialog.returnValue = "";
  dialog.onclose = () => resolve(dialog.returnValue === "yes" ? { text: $("ask-text").value.trim(), checked: $("ask-check").checked } : null);
  dialog.showModal();
  $("ask-text").select();
});

// Lets one choose a file under the roots.
export class FileChooser {
  constructor(store) {
    this.store = store;
    $("files-list").addEventListener("keydown", (event) => this.key(event));
  }

  choose(title, onFile, kind = "audio") {
    this.onFile = onFile;
    this.kind = kind;
    $("files-title").textContent = title;
    $("files-list").replaceChildren();
    $("files").showModal();
    this.browse(this.last || "");
  }

  browse(path) { this.store.ask("browse", { path, kind: this.kind }); }

  show({ path, above, folders, files }) {
    if (!$("files").open) return;
    this.last = path;
    $("files-path").textContent = path || "The folders that this bridge may use";
    const inside = (name) => (path ? `${path}/${name}` : name);
    const rows = [];
    if (above !== null) rows.push(this.row("..", "folder", () => this.browse(above)));
    for (const name of folders) rows.push(this.row(name, "folder", () => this.browse(inside(name))));
    for (const name of files) rows.push(this.row(name, "audio", () => { $("files").close(); this.onFile(inside(name)); }));
    if (!rows.length) rows.push(make("li", { class: "quiet" }, this.kind === "genre" ? "No genre here." : "No audio here."));
    $("files-list").replaceChildren(...rows);
    const first = $("files-list").querySelector("button");
    if (first) first.focus();
  }

  row(name, kind, onclick) {
    return make("li", {}, make("button", { type: "button", class: kind, onclick }, name));
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const buttons = [...$("files-list").querySelectorAll("button")];
    const next = buttons[buttons.indexOf(document.activeElement) + step];
    if (next) next.focus();
    event.preventDefault();
  }
}
