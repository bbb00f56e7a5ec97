// What a person waits for: the JavaScript of a first visit, and the largest content on the screen in Chromium.
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from '@playwright/test';
import pg from 'pg';
import { measuredRun } from '../canary-run.ts';
import type { Installation } from '../installation.ts';
import { type Row, skippedRow } from '../row.ts';
import { signIn } from '../session.ts';
import { distributionOf, median } from '../statistics.ts';
import { milliseconds } from '../table.ts';
import { type Bench, repeat, type Trial } from '../trial.ts';

interface Page {
  /** As it stands in the table. */
  name: string;
  path: string;
}

/** With the number of a run in its second stage, whose next gate has a form. */
const pagesWith = (run: number): readonly Page[] => [
  ...['/now', '/switches', '/withdrawals', '/canary'].map((path) => ({ name: path, path })),
  { name: '/canary/{run}', path: `/canary/${run}` },
  { name: '/canary/{run}/forms/{gate}', path: `/canary/${run}/forms/2` },
];
const VISITS = 5;
const DOCUMENTS = 20;
const KILOBYTES = 250;
const LCP_MS = 1_000;
const PAINT_BUDGET = `< ${LCP_MS / 1_000} s`;
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

async function fetched(url: string, cookie: string): Promise<string> {
  const answer = await fetch(url, { headers: { cookie }, redirect: 'manual' });
  if (answer.status !== 200) throw new Error(`${url} was answered ${answer.status}.`);
  return answer.text();
}

/** Kilobytes (1,000 bytes) of these scripts, each compressed by gzip. */
async function kilobytesOf(urls: Iterable<string>, cookie: string): Promise<number> {
  const sizes = await Promise.all([...urls].map(async (url) => gzipSync(await fetched(url, cookie)).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
}

/** Addresses of every script the page refers to: in tags, in preloads, and in what it says of its components. */
async function firstLoadScripts({ consoleUrl }: Installation, page: string, cookie: string) {
  const html = await fetched(consoleUrl + page, cookie);
  // Only browsers of another age load these.
  const modern = html.replaceAll(/<script[^>]* noModule[^>]*>/gi, '');
  const names = modern.match(/static\/chunks\/[\w./~()[\]%-]+?\.js/g) ?? [];
  return new Set(names.map((name) => `${consoleUrl}/_next/${name}`));
}

interface Visit {
  /** Milliseconds from the navigation to the largest contentful paint. */
  paintMs: number;
  /** Addresses of all scripts that were loaded, those that came later among them. */
  scripts: Set<string>;
}

/** A first visit: nothing is in the cache. */
async function visit(browser: Browser, url: string, cookie: string): Promise<Visit> {
  const cut = cookie.indexOf('=');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    // For all of the console: with the address of a page, the cookie would go to what is under that only.
    const origin = new URL(url).origin;
    await context.addCookies([{ name: cookie.slice(0, cut), value: cookie.slice(cut + 1), url: origin }]);
    const page = await context.newPage();
    const scripts = new Set<string>();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(request.url());
    });
    await page.goto(url, { waitUntil: 'load' });
    const paintMs = await page.evaluate(async () => {
      let last = 0;
      new PerformanceObserver((list) => {
        last = list.getEntries().at(-1)?.startTime ?? last;
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      // Charts and tables come after hydration; a larger paint than that of the last second was there already.
      for (let seen = -1; seen !== last || last === 0; ) {
        seen = last;
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
      return last;
    });
    return { paintMs, scripts };
  } finally {
    await context.close();
  }
}

/** The document as the server makes it, before anything that it refers to is fetched. */
async function documentRow({ consoleUrl }: Installation, { name, path }: Page, cookie: string): Promise<Row> {
  let bytes = 0;
  const times = await repeat(3, DOCUMENTS, async () => {
    const begun = performance.now();
    const html = await fetched(consoleUrl + path, cookie);
    const ms = performance.now() - begun;
    bytes = gzipSync(html).length;
    return ms;
  });
  const { p50, p95 } = distributionOf(times);
  const kilobytes = bytes / 1_000;
  return {
    what: `${name}: document, gzip, p50 / p95`,
    measured: `${kilobytes.toFixed(0)} KB, ${milliseconds(p50, p95)}`,
    figures: { p50, p95, kilobytes },
  };
}

async function scriptsRow(installation: Installation, { name, path }: Page, cookie: string): Promise<Row> {
  const scripts = await firstLoadScripts(installation, path, cookie);
  const kilobytes = await kilobytesOf(scripts, cookie);
  return {
    what: `${name}: JavaScript of the first load, gzip`,
    measured: `${kilobytes.toFixed(0)} KB in ${scripts.size}`,
    budget: `< ${KILOBYTES} KB`,
    bounds: [{ value: kilobytes, is: 'below', limit: KILOBYTES }],
    figures: { kilobytes, scripts: scripts.size },
  };
}

async function paintRows(browser: Browser, url: string, { name }: Page, cookie: string): Promise<Row[]> {
  const visits: Visit[] = [];
  for (let count = 0; count < VISITS; count++) visits.push(await visit(browser, url, cookie));
  const paints = visits.map(({ paintMs }) => paintMs);
  const ms = median(paints);
  const kilobytes = await kilobytesOf(visits[0]?.scripts ?? [], cookie);
  return [
    {
      what: `${name}: largest contentful paint, first visit (median of ${VISITS})`,
      measured: `${(ms / 1_000).toFixed(2)} s`,
      budget: PAINT_BUDGET,
      bounds: [{ value: ms, is: 'below', limit: LCP_MS }],
      note: 'In Chromium, with an empty cache.',
      figures: { ms, slowestMs: Math.max(...paints) },
    },
    {
      what: `${name}: JavaScript with what it loads later by itself, gzip`,
      measured: `${kilobytes.toFixed(0)} KB in ${visits[0]?.scripts.size}`,
      figures: { kilobytes },
    },
  ];
}

async function run(bench: Bench): Promise<Row[]> {
  const installation = await bench.installation();
  const owner = new pg.Client({ connectionString: installation.urls.owner });
  await owner.connect();
  const pages = pagesWith(await measuredRun(owner).finally(() => owner.end()));
  const cookie = await signIn(installation.consoleUrl, installation.account('risk_manager'));
  const rows: Row[] = [];
  for (const page of pages) {
    rows.push(await documentRow(installation, page, cookie), await scriptsRow(installation, page, cookie));
  }
  if (!existsSync(CHROMIUM)) {
    const why = `There is no ${CHROMIUM}: install chromium, or name one with CHROMIUM.`;
    return [
      ...rows,
      ...pages.map(({ name }) => skippedRow(`${name}: largest contentful paint`, why, PAINT_BUDGET)),
    ];
  }
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    for (const page of pages)
      rows.push(...(await paintRows(browser, installation.consoleUrl + page.path, page, cookie)));
  } finally {
    await browser.close();
  }
  return rows;
}

export const pageTrial: Trial = { name: 'page', run };
