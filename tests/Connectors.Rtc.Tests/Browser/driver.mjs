// driver.mjs EXECUTABLE MICROPHONE.wav: drives Chromium for the tests. One line of JSON in, {id, do, page, …}; one line out for each,
// {id, value} or {id, error}. Ends, and the browser with it, when standard input does. The microphone speaks the WAV once.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [executablePath, microphone] = process.argv.slice(2);
const args = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--disable-features=WebRtcHideLocalIpsWithMdns', '--allow-loopback-in-peer-connection',
  '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding', '--disable-background-timer-throttling',
  '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${microphone}%noloop`,
];
const browser = await chromium.launch({ executablePath, headless: true, args });
const context = await browser.newContext();
const pages = new Map();
const consoles = new Map();

const ACTIONS = {
  async open({ page: name, url }) {
    const page = await context.newPage();
    const lines = [];
    page.on('console', message => lines.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', error => lines.push(`uncaught: ${error.stack ?? error}`));
    pages.set(name, page);
    consoles.set(name, lines);
    await page.goto(url);
  },
  click: ({ page, selector }) => pages.get(page).click(selector),
  fill: ({ page, selector, text }) => pages.get(page).fill(selector, text),
  select: ({ page, selector, text }) => pages.get(page).selectOption(selector, text),
  check: ({ page, selector, on }) => pages.get(page).setChecked(selector, on),
  async hold({ page, selector, down }) {
    const { mouse } = pages.get(page);
    if (down) await pages.get(page).hover(selector);
    await (down ? mouse.down() : mouse.up());
  },
  evaluate: ({ page, expression }) => pages.get(page).evaluate(expression),
  // By hand: Playwright's own waiting evaluates text within the page, which a strict page forbids.
  async wait({ page, expression, seconds }) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
      const value = await pages.get(page).evaluate(expression);
      if (value) return value;
      await new Promise(go => setTimeout(go, 50));
    }
    throw new Error('It did not come true.');
  },
  async picture({ page, path, scheme }) {
    await pages.get(page).emulateMedia({ colorScheme: scheme });
    await pages.get(page).screenshot({ path });
  },
  reload: ({ page }) => pages.get(page).reload(),
  close: ({ page }) => pages.get(page).close(),
  console: ({ page }) => consoles.get(page),
};

async function answer(line) {
  const { id, do: action, ...rest } = JSON.parse(line);
  try {
    return { id, value: await ACTIONS[action](rest) ?? null };
  } catch (error) {
    return { id, error: error.message };
  }
}

console.log(JSON.stringify({ ready: browser.version() }));
const input = createInterface({ input: process.stdin });
input.on('line', async line => console.log(JSON.stringify(await answer(line))));
input.on('close', () => browser.close().finally(() => process.exit(0)));
