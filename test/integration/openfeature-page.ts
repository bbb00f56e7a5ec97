// A web page of another origin in real Chromium, with the official OpenFeature SDK for browsers, for tests.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';

export const CHROMIUM = process.env.BULKHEAD_CHROMIUM ?? '/usr/bin/chromium';
/** With CI=true nothing may be left out for a missing program. */
export const mayRun = existsSync(CHROMIUM) || process.env.CI === 'true';

/** The packages as they are installed: plain ES modules, which a browser takes without a bundler. */
const PACKAGES = join(process.cwd(), 'node_modules/@openfeature');
const IMPORTS = {
  '@openfeature/web-sdk': '/web-sdk/dist/esm/index.js',
  '@openfeature/core': '/core/dist/esm/index.js',
  '@openfeature/ofrep-core': '/ofrep-web-provider/node_modules/@openfeature/ofrep-core/index.esm.js',
  '@openfeature/ofrep-web-provider': '/ofrep-web-provider/index.esm.js',
};
const HTML = `<!doctype html><title>A desk</title><script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module">
  import { OpenFeature } from '@openfeature/web-sdk';
  import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
  Object.assign(window, { OpenFeature, OFREPWebProvider });
</script>`;

/** What the page tells of a flag. */
export interface Seen {
  value: unknown;
  reason?: string;
  errorCode?: string;
}

export interface DeskPage {
  /** As the browser sends it. */
  origin: string;
  page: Page;
  /** Connects the SDK of the page to an edge; answers what went wrong, undefined when it is ready. */
  connect(edgeUrl: string, key: string, context?: Record<string, string>): Promise<string | undefined>;
  setContext(context: Record<string, string>): Promise<void>;
  see(flag: string, fallback: unknown): Promise<Seen>;
  /** Flags named by events of changed configuration so far. */
  changed(): Promise<string[][]>;
  close(): Promise<void>;
}

export async function openDeskPage(): Promise<DeskPage> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://desk').pathname;
    if (path === '/') return void response.setHeader('Content-Type', 'text/html').end(HTML);
    const file = join(PACKAGES, path);
    if (!Object.values(IMPORTS).includes(path) || !existsSync(file))
      return void response.writeHead(404).end();
    response.setHeader('Content-Type', 'text/javascript').end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction('window.OFREPWebProvider');
  return {
    origin,
    page,
    connect: (baseUrl, key, context = {}) =>
      page.evaluate(
        `(async ({ baseUrl, key, context }) => {
          window.changed = [];
          OpenFeature.addHandler('PROVIDER_CONFIGURATION_CHANGED', (event) => changed.push(event.flagsChanged));
          const headers = [['Authorization', 'Bearer ' + key]];
          const provider = new OFREPWebProvider({ baseUrl, headers, cacheMode: 'disabled' });
          return OpenFeature.setProviderAndWait(provider, context).then(() => undefined, String);
        })(${JSON.stringify({ baseUrl, key, context })})`,
      ),
    setContext: (context) => page.evaluate(`OpenFeature.setContext(${JSON.stringify(context)})`),
    see: (flag, fallback) =>
      page.evaluate(
        `(() => {
          const kind = typeof ${JSON.stringify(fallback)};
          const method = 'get' + kind[0].toUpperCase() + kind.slice(1) + 'Details';
          const { value, reason, errorCode } = OpenFeature.getClient()[method](${JSON.stringify(flag)}, ${JSON.stringify(fallback)});
          return { value, reason, errorCode };
        })()`,
      ),
    changed: () => page.evaluate('window.changed'),
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
