// @ts-check
// Elements by code. What anybody said becomes text nodes: markup is never parsed, and the page's policy forbids it.

function make(node, classes, rest) {
  if (classes.length) node.setAttribute('class', classes.join(' '));
  for (const [name, value] of Object.entries(rest[0]?.constructor === Object ? rest.shift() : {})) {
    if (value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  return fill(node, ...rest);
}

/** An element: tag.class.class, then attributes (on… are listeners; false leaves out), then children. @returns {any} */
export function h(tag, ...rest) {
  const [name, ...classes] = tag.split('.');
  const node = document.createElement(name);
  if (name === 'button') node.setAttribute('type', 'button');
  return make(node, classes, rest);
}

/** The same of SVG. @returns {any} */
export function s(tag, ...rest) {
  const [name, ...classes] = tag.split('.');
  return make(document.createElementNS('http://www.w3.org/2000/svg', name), classes, rest);
}

/** Replaces the children; nothing, '' and 0 are left out. */
export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter(Boolean));
  return node;
}

/** Sets a text only where it changed: nothing is read aloud again. */
export const tell = (node, text) => { if (node.textContent !== text) node.textContent = text; };

/** Keeps children in step with items, so that focus and selection stay where they are. */
export function keyed(parent, key, make) {
  let shown = new Map();
  return items => {
    const next = new Map();
    let place = parent.firstElementChild;
    for (const item of items) {
      const entry = shown.get(key(item)) ?? make(item);
      next.set(key(item), entry);
      shown.delete(key(item));
      entry.update?.(item);
      if (entry.node === place) place = place.nextElementSibling;
      else parent.insertBefore(entry.node, place);
    }
    for (const { node } of shown.values()) node.remove();
    shown = next;
  };
}

/** An id that can be copied. */
export function copyable(id, shown = id) {
  const button = h('button.copy', { title: `Copy ${id}`, 'aria-label': `Copy ${id}` }, shown);
  button.onclick = async () => {
    // Without https pages have no clipboard: what is shown whole can be copied by hand.
    await navigator.clipboard?.writeText(id).then(() => button.dataset.done = '', () => {}) ?? (button.textContent = id);
    setTimeout(() => delete button.dataset.done, 1500);
  };
  return button;
}

/** Asks before something that can't be undone. */
export const confirmed = (title, text, yes) => new Promise(resolve => {
  const dialog = h('dialog', { 'aria-labelledby': 'ask' }, h('h2', { id: 'ask' }, title), h('p', text), h('div.buttons',
    h('button', { autofocus: true, onclick: () => dialog.close() }, 'Cancel'), h('button.danger', { onclick: () => dialog.close('yes') }, yes)));
  dialog.onclose = () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); };
  document.body.append(dialog);
  dialog.showModal();
});

/** A state as a word and a colour. */
export const state = (tone, word) => h('span.state', { 'data-tone': tone }, word);

/** What there is to say where there is nothing to show. */
export const empty = (title, ...more) => h('div.empty', h('strong', title), h('p', ...more));

export const loading = () => h('div.loading', { role: 'status' }, 'Loading…');

export const fact = (name, ...value) => h('div', h('dt', name), h('dd', ...value));

/** Rows, or a body that has them; a trailing # makes a column of numbers. */
export const table = (caption, names, body) => h('table', caption && h('caption', caption), h('thead', h('tr', names.map(name =>
  h(name.endsWith('#') ? 'th.number' : 'th', { scope: 'col' }, name.replace('#', ''))))), Array.isArray(body) ? h('tbody', body) : body);

/** Chips of which some are pressed. */
export function chips(label, names, isOn, press) {
  const all = names.map(name => h('button.chip', { onclick: () => { press(name); mark(); } }, name));
  const mark = () => all.forEach((chip, i) => chip.setAttribute('aria-pressed', isOn(names[i])));
  mark();
  return Object.assign(h('div.chips', { role: 'group', 'aria-label': label }, all), { mark });
}

/** A line for what went wrong: nothing until it is told. */
export function faults() {
  const node = h('p.fault', { role: 'alert', hidden: true });
  return Object.assign(node, {
    tell(problem) {
      node.hidden = !problem;
      tell(node, problem?.status === 403 ? 'Your key does not allow this: it needs a wider scope.' : problem?.message ?? '');
    },
  });
}
