// The line to the bridge: one WebSocket, opened again whenever it breaks.

const FIRST_MS = 250;
const LONGEST_MS = 4000;

export class Link {
  constructor(onMessage, onState) {
    this.onMessage = onMessage;
    this.onState = onState;
    this.pause = FIRST_MS;
    this.open();
    // A laptop that wakes up need not wait for the next try.
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
  }

  ask(ask, content = {}) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ ask, ...content }));
  }

  open() {
    clearTimeout(this.timer);
    this.onState("connecting");
    const socket = new WebSocket(`ws://${location.host}/panel/live`);
    this.socket = socket;
    socket.onopen = () => { this.pause = FIRST_MS; this.onState("connected"); };
    socket.onmessage = (event) => this.onMessage(JSON.parse(event.data));
    socket.onclose = () => {
      if (socket !== this.socket) return;
      this.onState("lost");
      this.timer = setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_MS);
    };
  }

  hurry() {
    if (this.socket.readyState > WebSocket.OPEN) this.open();
  }
}
