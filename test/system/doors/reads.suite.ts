// Who may read what over HTTP: every read x every role, nobody and a machine key; and what odd queries get.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import type { AnyRead } from '#lib/reads/read.ts';
import { READS } from '#lib/reads/registry.ts';
import { misfits } from '#test/api-answers.ts';
import { errorCode } from '../http.ts';
import { onConsole, serviceKey, tokenOf } from '../installation.ts';
import { part } from './part.ts';

interface Door {
  query?: string;
  /** Status for every person who may. */
  people: number;
  /** Who may, where that is not everybody. */
  only?: readonly Role[];
  /** Needs no sign-in. */
  anybody?: true;
  /** Whether a machine key with switches:read may. */
  machines: boolean;
}

const REVIEW: readonly Role[] = ['auditor', 'super_admin'];

const DOORS: Record<string, Door> = {
  me: { people: 200, machines: false },
  status: { people: 200, machines: true },
  switches: { people: 200, machines: true },
  'switch-history': { query: '?switch=routing_mode', people: 200, machines: true },
  changes: { people: 200, machines: false },
  approvals: { people: 200, machines: false },
  'emergency-stops': { people: 200, machines: false },
  levels: { people: 200, machines: false },
  firings: { people: 200, machines: false },
  'alert-times': { people: 200, machines: false },
  'alert-policies': { people: 200, machines: false },
  positions: { people: 200, machines: false },
  rollback: { query: '?at=2000-01-01T00:00:00Z', people: 404, machines: false },
  alerts: { people: 200, machines: false },
  firing: { query: `?id=${randomUUID()}`, people: 404, machines: false },
  ...{ 'on-call': { people: 200, machines: false }, notifications: { people: 200, machines: false } },
  'test-pages': { people: 200, machines: false },
  assessments: { people: 200, machines: false },
  assessment: { query: `?id=${randomUUID()}`, people: 404, machines: false },
  runs: { people: 200, machines: false },
  run: { query: `?id=${randomUUID()}`, people: 404, machines: false },
  procedures: { people: 200, machines: false },
  'runbook-metrics': { query: '?runbook=hl-margin-low', people: 200, machines: false },
  incidents: { people: 200, machines: false },
  incident: { query: `?id=${randomUUID()}`, people: 404, machines: false },
  'incident-source': { query: `?kind=run&id=${randomUUID()}`, people: 404, machines: false },
  'incident-search': { query: '?text=gateway', people: 200, machines: false },
  'rollback-history': { people: 200, machines: false },
  prevention: { people: 200, machines: false },
  releases: { people: 200, machines: false },
  release: { query: `?id=${randomUUID()}`, people: 404, machines: false },
  'release-verdict': { query: '?number=999999', people: 404, machines: false },
  withdrawals: { people: 200, machines: false },
  withdrawal: { query: '?number=999999', people: 404, machines: false },
  'withdrawal-figures': { query: '?from=2026-11-01&to=2026-11-28', people: 200, machines: false },
  'withdrawal-policy': { query: '?usdValue=12000', people: 200, machines: false },
  wallet: { people: 200, machines: false },
  canaries: { people: 200, machines: false },
  canary: { query: `?id=${randomUUID()}`, people: 404, machines: false },
  'canary-series': { query: `?run=${randomUUID()}&key=error-rate`, people: 404, machines: false },
  replay: { query: '?query=up&is=beside&threshold=1', people: 400, machines: false },
  signoff: { query: `?run=${randomUUID()}&gate=0`, people: 404, machines: false },
  instances: { people: 200, machines: true },
  figures: { people: 200, machines: false },
  audit: { people: 200, machines: false },
  backups: { people: 200, machines: false },
  'audit-actors': { people: 200, machines: false },
  'audit-chain': { people: 200, machines: false },
  people: { people: 200, only: REVIEW, machines: false },
  keys: { people: 200, only: REVIEW, machines: false },
  credential: { query: '?prefix=bhk_00000000', people: 200, only: REVIEW, machines: false },
  profile: { people: 200, machines: false },
  // Set up in the console only: these callers come with tokens.
  'factor-offer': { people: 403, machines: false },
  'passkey-challenge': { people: 200, machines: false, anybody: true },
  'access-log': { people: 200, only: REVIEW, machines: false },
  'duty-review': { people: 200, only: REVIEW, machines: false },
  outcome: { query: '?command=set-switch&key=never-used', people: 404, machines: false },
};

/** What a page of the console sends along when it fetches itself in parts. */
const RSC = { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-State-Tree': '%5B%22%22%2C%7B%7D%5D' };

describe('reads over HTTP', () => {
  test('the table names every read there is', () => {
    expect(Object.keys(DOORS).sort()).toEqual([...READS.keys()].sort());
  });

  test.for(Object.entries(DOORS))('%s', async ([name, { query = '', people, only, machines, anybody }]) => {
    const path = `/api/v1/${name}${query}`;
    const read = READS.get(name) as AnyRead;
    for (const role of ROLE_NAMES) {
      const answer = await onConsole(path, { headers: tokenOf(role) });
      expect.soft([role, answer.status]).toEqual([role, only && !only.includes(role) ? 403 : people]);
      if (answer.status === 200) expect.soft(misfits(read.body, answer.json)).toEqual([]);
    }
    const machine = await onConsole(path, { headers: serviceKey() });
    expect.soft(['machine', machine.status]).toEqual(['machine', machines ? 200 : 403]);
    const nobody = await onConsole(path);
    if (anybody) {
      expect.soft(nobody.status).toBe(200);
      return;
    }
    expect.soft([nobody.status, errorCode(nobody)]).toEqual([401, 'unauthenticated']);
    expect.soft(Object.keys(nobody.json as object)).toEqual(['error']);
    for (const headers of machines ? [RSC] : [RSC, { ...RSC, ...serviceKey() }]) {
      const answer = await part(path, headers);
      expect.soft([headers, answer.status >= 400 && answer.status < 500]).toEqual([headers, true]);
      expect.soft([headers, Object.keys(answer.json as object)]).toEqual([headers, ['error']]);
    }
    const head = await onConsole(path, { method: 'HEAD', headers: tokenOf('auditor') });
    expect.soft([head.status, head.text]).toEqual([people, '']);
  });

  test.for([
    ...['no-such-read', '__proto__', 'constructor', '%00', '..%2fswitches', 'STATUS'].map(
      (name) => `/api/v1/${name}`,
    ),
    '/api/v1',
    '/api/v2/status',
    '/api',
    '/api/v1/status/more',
  ])('%s is no read', async (path) => {
    const answer = await onConsole(path, { headers: tokenOf('auditor') });
    expect(answer.status).toBe(404);
  });

  test.for([
    'status?unknown=1',
    'status?constructor=1',
    'audit?limit=1&limit=2',
    'audit?limit=0',
    'audit?limit=201',
    'audit?limit=1e2',
    'audit?limit=0x10',
    'audit?limit=%EF%BC%91',
    'audit?limit=',
    'audit?before=-1',
    'changes?before=12',
    'switch-history?switch=routing_mode&before=1.2.x',
    'instances?limit=10',
    'audit?before=9999999999999999999',
    'audit?person=%00',
    'audit?kind=%00',
    'audit?text=%00',
    `audit?text=${'x'.repeat(201)}`,
    'audit?from=yesterday',
    'audit?from=2026-02-30T00:00:00Z',
    'audit?from=0000-01-01T00:00:00Z',
    'audit?from=0000-01-01T00:00:00%2B23:59',
    'audit?to=0001-01-01T00:00:00%2B23:59',
    'audit?changeSet=1',
    'changes?id=__proto__',
    'figures?seconds=9',
    'figures?seconds=86401',
    'switch-history',
    'switch-history?switch=%00',
    'switch-history?switch=a&switch=b',
    'outcome?command=set-switch',
    'outcome?command=set-switch&key=%00',
    'outcome?command=%00&key=k',
    `outcome?command=set-switch&key=${'k'.repeat(201)}`,
  ])('%s is refused with a sentence', async (read) => {
    const answer = await onConsole(`/api/v1/${read}`, { headers: tokenOf('auditor') });
    expect([answer.status, errorCode(answer)]).toEqual([400, 'invalid_input']);
  });

  test.for(['__proto__', 'constructor', 'no_such_switch', 'ROUTING_MODE'])(
    '%s has no history',
    async (name) => {
      const answer = await onConsole(`/api/v1/switch-history?switch=${name}`, {
        headers: tokenOf('auditor'),
      });
      expect([answer.status, errorCode(answer)]).toEqual([404, 'not_found']);
    },
  );

  test.for([
    '%27%20OR%201=1',
    '%3A*%20%26%20%7C%20!',
    '%C2%B2%20%E2%91%A0%20%C2%BD',
    '%22%5C%27',
    '%F0%9F%9A%A8',
    '%ff%fe',
  ])('a search for %s finds what it finds and breaks nothing', async (text) => {
    const answer = await onConsole(`/api/v1/audit?text=${text}`, { headers: tokenOf('auditor') });
    expect(answer.status).toBe(200);
  });
});
