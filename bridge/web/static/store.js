// What the bridge says there is. Whoever shows a part of it subscribes to that part and is called once a frame.

export class Store {
  constructor() {
    this.state = { controls: {}, jobs: new Map(), studies: {}, references: [], presets: [], genres: [], masters: {}, roots: [] };
    this.registry = new Map();
    this.link = null;
    this.subscribers = [];
    this.stale = new Set();
    this.held = new Set();
  }

  // Topics are names of controls, and of what else there is: "mix", "jobs", "meters" …; touching "*" touches all.
  on(topics, draw) {
    this.subscribers.push([new Set(topics), draw]);
  }

  value(name) { return this.state.controls[name]; }
  control(name) { return this.registry.get(name); }
  ask(what, content) { this.link.ask(what, content); }

  // Turned here: shown at once, and told to the bridge.
  set(name, value) {
    this.state.controls[name] = value;
    this.touch(name);
    this.ask("set", { name, value });
  }

  // Several at once, as one step to undo until it is said to have ended.
  move(label, values) {
    Object.assign(this.state.controls, values);
    Object.keys(values).forEach((name) => this.touch(name));
    this.ask("move", { label, values });
  }

  begin(name) { this.held.add(name); this.ask("begin", { name }); }
  end(name) { this.held.delete(name); this.ask("end", { name }); }

  take(message) {
    for (const [key, value] of Object.entries(message)) {
      if (key === "tell" || key === "registry") continue;
      if (key === "controls") this.takeControls(value);
      else if (key === "jobs") this.takeJobs(value, message.tell === "everything");
      else if (key !== "errors") { this.state[key] = value; this.touch(key); }
    }
  }

  takeControls(values) {
    for (const [name, value] of Object.entries(values)) {
      this.state.controls[name] = value;
      this.touch(name);
    }
  }

  takeJobs(jobs, all) {
    if (all) this.state.jobs.clear();
    for (const job of jobs) this.state.jobs.set(job.number, job);
    this.touch("jobs");
  }

  touch(topic) {
    if (!this.stale.size) requestAnimationFrame(() => this.draw());
    this.stale.add(topic);
  }

  draw() {
    const stale = this.stale;
    this.stale = new Set();
    for (const [topics, draw] of this.subscribers) {
      if (stale.has("*") || [...stale].some((topic) => topics.has(topic))) draw();
    }
  }
}
