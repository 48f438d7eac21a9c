// Everything that happened, in order: on the page (the newest 300), and whole for tests.
const SHOWN = 300;

export class EventLog {
  entries = [];
  #list;
  #count;

  constructor(list, count) {
    this.#list = list;
    this.#count = count;
  }

  add(name, detail) {
    this.entries.push({ at: performance.now(), name, detail: detail ?? null });
    const line = document.createElement('li');
    const time = document.createElement('time');
    time.textContent = new Date().toISOString().slice(11, 23);
    line.append(time, `${name} ${detail === undefined ? '' : JSON.stringify(detail)}`);
    this.#list.prepend(line);
    while (this.#list.children.length > SHOWN) this.#list.lastChild.remove();
    this.#count.textContent = this.entries.length;
  }
}
