// @ts-check
// Numbers and times for people.

import { h } from './dom.js';

export const ms = value => value == null ? '–' : value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;

/** 1:05 or 2:01:05 */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const pad = n => String(Math.floor(n)).padStart(2, '0');
  return whole < 3600 ? `${Math.floor(whole / 60)}:${pad(whole % 60)}` : `${Math.floor(whole / 3600)}:${pad(whole / 60 % 60)}:${pad(whole % 60)}`;
}

function ago(at) {
  const seconds = Math.round((Date.now() - Date.parse(at)) / 1000);
  if (seconds < 5) return 'now';
  const [size, name] = seconds < 60 ? [1, 's'] : seconds < 3600 ? [60, 'min'] : seconds < 86_400 ? [3600, 'h'] : [86_400, 'd'];
  return `${Math.floor(seconds / size)} ${name} ago`;
}

export const absolute = at => new Date(at).toLocaleString();

const running = at => clock((Date.now() - Date.parse(at)) / 1000);

/** A relative time that stays right, with the absolute one in its title. */
export const since = at => at ? h('time', { datetime: at, title: absolute(at), 'data-since': at }, ago(at)) : h('span.quiet', 'never');

/** How long a session is on, or was. */
export const length = session => !session.live_at ? '–' : session.end ? clock(session.duration_seconds)
  : h('span', { 'data-running': session.live_at }, running(session.live_at));

/** Rewrites all times that run. */
export function tick() {
  for (const node of document.querySelectorAll('[data-since]')) node.textContent = ago(node.dataset.since);
  for (const node of document.querySelectorAll('[data-running]')) node.textContent = running(node.dataset.running);
}

/** By nearest rank. @returns {number | null} */
export const percentile = (values, part) => [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(part * values.length) - 1)] ?? null;

export const short = id => id.length > 13 ? `…${id.slice(-8)}` : id;
