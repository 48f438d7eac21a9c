// check-demo.mjs CONNECTOR OUT: reads what `demo --interrupt-after N --json --out OUT` printed on standard input; checks its last
// line and the files it left.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const [connector, out] = process.argv.slice(2);
const faults = [];
const line = readFileSync(0, 'utf8').trimEnd().split('\n').at(-1);
let figures;
try {
  figures = JSON.parse(line);
} catch {
  fail(['the last line is no JSON']);
}

// What the connectors promise, not what came: a provider that tells no texts is named here.
const tellsTexts = !['cartesia-line'].includes(connector);
const want = (isGood, what) => { if (!isGood) faults.push(what); };
const isTime = value => typeof value === 'number' && value >= 0;
const isText = value => typeof value === 'string' && value.trim().length > 0;
const isSaid = value => tellsTexts ? isText(value) : value === null;

want(figures.ok === true, 'ok is not true');
want(figures.tells_texts === tellsTexts, 'tells_texts is wrong');
want(Array.isArray(figures.missing) && figures.missing.length === 0, 'something is missing');
want(['result', 'ended_by', 'reason'].every(name => isText(figures.end?.[name])), 'end is incomplete');
want(['p50', 'p95', 'p99', 'count'].every(name => typeof figures.added_up_ms?.[name] === 'number'), 'added_up_ms is incomplete');

// A greeting, and for each of the two times the user speaks an answer that is cut and one that is not.
want(figures.turns?.length === 5, `${figures.turns?.length} turns instead of 5`);
figures.turns?.forEach((turn, i) => {
  const isGreeting = i === 0;
  want(isSaid(turn.agent_text), `turns[${i}].agent_text`);
  want(isTime(turn.added_down_ms), `turns[${i}].added_down_ms`);
  want(turn.heard_ms > 0, `turns[${i}].heard_ms`);
  for (const name of ['user_end_to_agent_audio_ms', 'user_end_to_avatar_speaking_ms'])
    want(isGreeting ? turn[name] === null : isTime(turn[name]), `turns[${i}].${name}`);
  want(isGreeting ? turn.user_text === null : isSaid(turn.user_text), `turns[${i}].user_text`);
});
want(figures.turns?.filter(turn => turn.interrupted).length === 2, 'not two turns are interrupted');
want(figures.interruptions?.length === 2, 'not two interruptions');
for (const cut of figures.interruptions ?? [])
  want(isTime(cut.signal_to_interrupt_ms) && isTime(cut.heard_after_ms), 'interruptions[] is incomplete');
for (const file of ['avatar.wav', 'transcript.json', 'events.jsonl'])
  want(statSync(join(out, file), { throwIfNoEntry: false })?.size > 0, `${join(out, file)} is missing or empty`);

if (faults.length > 0) fail(faults);
console.log(`${connector}: the conversation had everything; added_up_ms ${JSON.stringify(figures.added_up_ms)}`);

function fail(what) {
  console.log(`${connector}: ${what.join('; ')}`);
  console.log(line);
  process.exit(1);
}
