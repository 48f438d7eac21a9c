// @ts-check
// Charts, drawn by hand as SVG.

import { fill, s } from './dom.js';
import { clock, ms, percentile } from './format.js';
import { response } from './talk.js';

/** Newest last. */
export function sparkline(values) {
  const [width, height, step] = [84, 18, 4.2];
  const shown = values.slice(-20);
  const top = Math.max(1200, ...shown);
  return s('svg.spark', { width, height, role: 'img', 'aria-label': `last responses: ${shown.map(ms).join(', ')}` },
    shown.map((value, i) => {
      const tall = Math.max(2, value / top * height);
      return s(i === shown.length - 1 ? 'rect.last' : 'rect', { x: width - (shown.length - i) * step, y: height - tall, width: step - 1, height: tall });
    }));
}

// A response, in the parts that made it so long.
function shares(turn) {
  const [total, figures] = [response(turn), turn.figures];
  const agent = Math.min(total, figures.user_end_to_agent_audio_ms ?? total);
  const chunk = Math.min(total - agent, figures.agent_audio_to_speak_ms ?? 0);
  return [['agent', agent], ['chunk', chunk], ['avatar', total - agent - chunk]];
}

/** Response latency turn by turn. */
export function latency(chart, turns) {
  const bars = turns.filter(turn => response(turn) != null).slice(-40);
  const [width, floor, left] = [chart.parentNode.clientWidth - 32, 134, 40];
  const totals = bars.map(response);
  const top = Math.ceil(Math.max(500, ...totals) * 1.08 / 500) * 500;
  const y = value => floor - value / top * (floor - 8);
  const step = Math.min(34, (width - left - 40) / Math.max(bars.length, 8));
  chart.setAttribute('aria-label', `response latency turn by turn: ${totals.map(ms).join(', ')}`);
  fill(chart,
    [0, top / 2, top].map(value => s('g.grid', s('line', { x1: left, x2: width, y1: y(value), y2: y(value) }),
      s('text', { x: left - 6, y: y(value) + 4, 'text-anchor': 'end' }, `${value}`))),
    bars.map((turn, i) => {
      const x = left + 6 + i * step;
      let base = 0;
      return s('g', s('title', `turn ${turn.turn}: ${ms(totals[i])} = ${shares(turn).map(([name, value]) => `${name} ${Math.round(value)}`).join(' + ')}`),
        shares(turn).map(([name, value]) => s(`rect.${name}`, {
          x, width: Math.max(2, step - 5), y: y(base += value), height: value / top * (floor - 8),
        })), step > 16 || i % 5 === 0 ? s('text', { x: x + (step - 5) / 2, y: 148, 'text-anchor': 'middle' }, `${turn.turn}`) : null);
    }),
    bars.length > 1 && [50, 95].map(part => {
      const at = y(percentile(totals, part / 100) ?? 0);
      return s('g.mark', s('line', { x1: left, x2: width - 28, y1: at, y2: at }), s('text', { x: width, y: at + 4, 'text-anchor': 'end' }, `p${part}`));
    }));
}

/** Who spoke when, on one axis in seconds; what goes on ends now. @param {any} chart @param {import('./talk.js').Talk} talk */
export function timeline(chart, talk, from, to, now) {
  const [width, left, user, agent, half] = [chart.parentNode.clientWidth - 32, 52, 32, 68, 11];
  const x = at => left + (Math.min(Math.max(at, from), to) - from) / (to - from) * (width - left);
  const turns = [...talk.turns.values()].filter(turn => turn.start !== null);
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800].find(one => (to - from) / one <= width / 90) ?? 3600;
  const ticks = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  const block = (y, start, end, kind, title) => end >= from && start <= to && s(`rect.${kind}`, {
    x: x(start), y: y - half, width: Math.max(2, x(end) - x(start)), height: 2 * half, rx: 4,
  }, s('title', title));
  const span = (start, end) => `${(end - start).toFixed(1)} s`;

  chart.setAttribute('aria-label', `The user spoke ${talk.speech.length} times, the agent ${turns.length} times; ${turns.filter(turn => turn.cut).length} interrupted.`);
  fill(chart,
    s('defs', s('pattern', { id: 'unheard', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      s('line', { y2: 6 }))),
    ticks.map(at => s('g.grid', s('line', { x1: x(at), x2: x(at), y1: 12, y2: 94 }),
      s('text', { x: x(at), y: 110, 'text-anchor': at > to - step / 3 ? 'end' : 'middle' }, clock(at)))),
    s('text.lane.user', { y: user + 4 }, 'User'), s('text.lane.agent', { y: agent + 4 }, 'Agent'),
    talk.breaks.map(one => s('rect.break', { x: x(one.start), y: 12, width: Math.max(1, x(one.end ?? now) - x(one.start)), height: 82 },
      s('title', `${one.part} lost for ${span(one.start, one.end ?? now)}`))),
    talk.speech.map(one => block(user, one.start, one.end ?? now, 'user', `user, ${span(one.start, one.end ?? now)}`)),
    turns.map(one => {
      const { turn, start, end, cut, figures } = one;
      const [stop, wait] = [end ?? now, response(one)];
      const unheard = cut && figures ? Math.max(0, figures.received_ms - figures.heard_ms) / 1000 : 0;
      const [asked, begun] = [x(start - (wait ?? 0) / 1000), x(start)];
      if (stop + unheard < from || start > to) return [];
      return [
        begun - asked > 3 && s('path.wait', { d: `M${asked} ${user + half}V${agent}H${begun}` }),
        begun - asked > 44 && s('text', { x: (asked + begun) / 2, y: agent + 14, 'text-anchor': 'middle' }, ms(wait)),
        unheard && block(agent, stop, stop + unheard, 'ghost', `turn ${turn}: ${span(0, unheard)} were not heard`),
        block(agent, start, stop, 'agent', `turn ${turn}, ${span(start, stop)}`),
        cut && s('line.cut', { x1: x(stop), x2: x(stop), y1: agent - half - 6, y2: agent + half + 6 }),
      ];
    }).flat(),
    !talk.over && s('line.now', { x1: x(now), x2: x(now), y1: 12, y2: 94 }));
}
