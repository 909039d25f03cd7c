// What has happened, in its order, for a script that waits for it.
globalThis.Events = class {
  all = [];
  #waiting = [];

  add(event) {
    this.all.push(event);
    this.#waiting = this.#waiting.filter((look) => !look());
  }

  // The events so far, as soon as there are so many.
  async first(count) {
    await this.has(() => this.all.length >= count);
    return this.all;
  }

  // The events so far, as soon as there is this one.
  async until(event) {
    await this.has(() => this.all.includes(event));
    return this.all;
  }

  has(condition) {
    return new Promise((resolve) => {
      const look = () => condition() && (resolve(), true);
      if (!look()) this.#waiting.push(look);
    });
  }
};

globalThis.states = (source) => ["connecting", "open", "closed"][source.readyState];

// What an EventSource tells, as text; of messages their id and their text.
globalThis.followSource = (url) => {
  const events = new Events();
  const source = new EventSource(url);
  source.onopen = () => events.add("open");
  source.onerror = () => events.add(`error, ${states(source)}`);
  source.onmessage = ({ lastEventId, data }) => events.add(`${lastEventId} ${JSON.parse(data).text}`);
  for (const name of ["EOS", "failure"]) {
    source.addEventListener(name, ({ lastEventId, data }) => events.add(`${name} ${lastEventId} ${data}`));
  }
  return Object.assign(events, { source });
};

// What a WebSocket tells, as text; of messages in JSON only what `pick` takes.
globalThis.followSocket = (path, pick = (data) => data, protocols = []) => {
  const events = new Events();
  const socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")), protocols);
  socket.onopen = () => events.add(`open ${socket.protocol}`.trim());
  socket.onerror = () => events.add("error");
  socket.onmessage = ({ data }) => events.add(pick(data));
  socket.onclose = ({ code, reason, wasClean }) => events.add(["close", code, reason, wasClean].join(" ").trim());
  const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
  return Object.assign(events, { socket, closed: () => closed.then(() => events.all) });
};

globalThis.text = (data) => JSON.parse(data).text;

// The lines of a response, one by one.
globalThis.Lines = class {
  #rest = "";

  constructor(response) {
    this.reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  // The next line, or null at the end.
  async next() {
    while (!this.#rest.includes("\n")) {
      const { done, value } = await this.reader.read();
      if (done) return this.#rest || null;
      this.#rest += value;
    }
    const end = this.#rest.indexOf("\n");
    const line = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + 1);
    return line;
  }
};

// Waits until what the document shows fulfils a condition.
globalThis.shown = (condition) => new Promise((resolve) => {
  const look = () => condition() && (observer.disconnect(), resolve());
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  look();
});
