// What was said, from the SDK's typed events: a chunk is the next piece, the whole one replaces the pieces.
const WHO = { 'user.transcription': 'user', 'avatar.transcription': 'avatar' };

export class Transcript {
  #list;
  #open = new Map();

  constructor(list) {
    this.#list = list;
  }

  take(name, event) {
    const isChunk = name.endsWith('.chunk');
    const who = WHO[isChunk ? name.slice(0, -'.chunk'.length) : name];
    if (!who) return;
    const line = this.#open.get(who) ?? this.#add(who);
    line.textContent = isChunk ? line.textContent + event.text : event.text;
    line.toggleAttribute('data-interim', isChunk);
    if (isChunk) this.#open.set(who, line);
    else this.#open.delete(who);
    // An answer that was cut off is never followed by its whole text.
    if (who === 'user' && !isChunk) this.#open.delete('avatar');
    line.scrollIntoView({ block: 'nearest' });
  }

  clear() {
    this.#open.clear();
    this.#list.replaceChildren();
  }

  #add(who) {
    const line = document.createElement('li');
    line.dataset.who = who;
    this.#list.append(line);
    return line;
  }
}
