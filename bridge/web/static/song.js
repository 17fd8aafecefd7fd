// The song: its mix and references, how much is taken from them, and what can be done.

import { $, make } from "./dom.js";
import { askText } from "./dialogs.js";
import { withMinus } from "./format.js";
import { Knob } from "./knob.js";

const WAITING = { queued: "waiting", running: "running", done: "done", failed: "failed", cancelled: "cancelled" };
const MOST_SHOWN = 4;

export const buildSong = (store, chooser) => {
  const amounts = [...store.registry.keys()].filter((name) => name.startsWith("amounts."));
  $("amounts").replaceChildren(...amounts.map((name) => new Knob(store, name, name.split(".")[1]).element));
  store.on(["mix"], () => showMix(store, chooser));
  store.on(["references"], () => showReferences(store, chooser));
  store.on(["genre", "genres", "references"], () => showGenres(store));
  store.on(["jobs"], () => showJobs(store));
  store.on(["mix", "references", "genre", "jobs"], () => {
    $("adapt").disabled = !(store.state.mix && (store.value("genre") || store.state.references.length));
    $("render").disabled = !store.state.mix;
    $("analyse").disabled = !(store.state.mix || store.state.references.length);
  });
  showMix(store, chooser);
  showReferences(store, chooser);
  buildGenres(store, chooser);
  showGenres(store);
};

const ANOTHER = "\n";

const buildGenres = (store, chooser) => {
  $("genre").onchange = (event) => {
    const { value } = event.target;
    if (value === ANOTHER) chooser.choose("Choose a genre", (path) => store.set("genre", path), "genre");
    else store.set("genre", value);
    showGenres(store);
  };
  $("save-genre").onclick = async () => {
    const given = await askText({ title: "Keep the references as a genre", label: "Name", note: "It needs neither the records nor any step of adaptation from then on." });
    if (given && given.text) store.ask("save_genre", { name: given.text });
  };
  $("delete-genre").onclick = async () => {
    const name = store.value("genre");
    if (await askText({ title: `Delete the genre “${name}”?`, note: "The settings stay as they are." })) store.ask("delete_genre", { name });
  };
};

// Followed in place of the references, which stay where they are.
const showGenres = (store) => {
  const chosen = store.value("genre");
  const { genres, references } = store.state;
  const others = genres.includes(chosen) || !chosen ? [] : [chosen];
  $("genre").replaceChildren(make("option", { value: "" }, "follow the references"),
    ...[...genres, ...others].map((name) => make("option", { value: name }, name.split("/").at(-1))),
    make("option", { value: ANOTHER }, "a file…"));
  $("genre").value = chosen;
  $("delete-genre").hidden = !genres.includes(chosen);
  $("save-genre").disabled = !references.length;
  $("references").classList.toggle("rests", Boolean(chosen));
};

export const listenToActs = (store) => {
  $("adapt").onclick = () => store.ask("adapt");
  $("analyse").onclick = () => store.ask("analyse");
  $("render").onclick = async () => {
    const mix = store.state.mix;
    const slot = store.value("ab") ? "B" : "A";
    const path = `${mix.path.replace(/\.[^./\\]*$/, "")}.master-${slot}.wav`;
    const wanted = await askText({ title: "Render a master", label: "File", text: path, check: true,
      note: "Written beside and put in place when it is complete." });
    if (wanted && wanted.text) store.ask("render", { path: wanted.text, overwrite: wanted.checked });
  };
};

const showMix = (store, chooser) => {
  const { mix } = store.state;
  $("mix").replaceChildren(make("span", { class: mix ? "file-name" : "quiet", title: mix ? mix.path : null }, mix ? mix.name : "none yet"));
  $("choose-mix").textContent = mix ? "Change…" : "Choose…";
  $("choose-mix").onclick = () => chooser.choose("Choose the mix", (path) => store.ask("mix", { path }));
};

const showReferences = (store, chooser) => {
  const rows = store.state.references.map((one) => make("li", {},
    make("span", { class: "file-name", title: one.path }, one.name),
    make("input", { type: "number", class: "weight", min: "0.01", max: "1000", step: "any", value: one.weight, "aria-label": `Weight of ${one.name}`,
      title: "Its weight among the references",
      onchange: (event) => store.ask("add_reference", { path: one.path, weight: Number(event.target.value) }) }),
    make("button", { class: "plain remove", "aria-label": `Remove ${one.name}`, onclick: () => store.ask("remove_reference", { path: one.path }) }, "×")));
  $("references").replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet" }, "none yet")]));
  $("add-reference").onclick = () => chooser.choose("Add a reference", (path) => store.ask("add_reference", { path }));
};

// Files are named from the folder that the bridge may use.
const withoutRoots = (store, sentence) => store.state.roots.reduce((text, root) => text.replaceAll(`${root}/`, ""), sentence);

const showJobs = (store) => {
  const jobs = [...store.state.jobs.values()].reverse();
  const busy = jobs.filter((job) => ["queued", "running"].includes(job.state));
  const shown = [...busy, ...jobs.filter((job) => !busy.includes(job))].slice(0, Math.max(busy.length, MOST_SHOWN));
  $("jobs").replaceChildren(...shown.map((job) => {
    const running = busy.includes(job);
    const progress = make("progress", { max: "1", value: job.state === "running" ? job.share : 0, "aria-label": `${job.kind}, ${job.part || job.state}` });
    return make("li", { class: `job ${job.state}` },
      make("div", { class: "job-head" }, make("strong", {}, job.kind), make("span", { class: "quiet" }, job.part && running ? job.part : WAITING[job.state]),
        ...(running ? [make("button", { class: "plain", "aria-label": `Cancel ${job.kind}`, onclick: () => store.ask("cancel", { number: job.number }) }, "Cancel")] : [])),
      ...(running ? [progress] : job.sentence ? [make("p", {}, withMinus(withoutRoots(store, job.sentence)))] : []));
  }));
};
