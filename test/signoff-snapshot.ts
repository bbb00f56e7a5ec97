// A whole frozen form for tests of what is signed, printed and bundled.
import { SIGNATURE_LINES, SIGNOFF_FORMS } from '#lib/catalog/signoff.ts';
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import type { FormSnapshot } from '#lib/contract/signoff.ts';

const ORLA = { id: '6f9f0f7e-0d5e-4a52-9b3c-3d2f4f0f5a01', name: 'Orla Engineer' };
const { canary } = SIGNOFF_FORMS;

export const SNAPSHOT: FormSnapshot = {
  ...{ version: 1, form: 'CN-3-2', kind: 'gate', title: 'Canary gate', gate: 2 },
  run: {
    ...{ id: '0b3a3e4e-7f2e-4f0a-8d0c-6d2f0f5a0101', number: 3 },
    ...{ programme: 'phase-3', title: 'Phase 3 canary' },
  },
  ...{ from: 'Stage 2, low risk', to: 'Stage 3, target configuration' },
  ...{ openedAt: '2026-03-19T00:00:00.000Z', openedBy: ORLA, closesAt: '2026-03-20T00:00:00.000Z' },
  configuration: [
    { label: 'Symbols', value: 'BTC, ETH' },
    { label: 'Largest loss', value: '$50' },
  ],
  checklists: canary.checklists.map(({ key, title, checks }) => ({
    ...{ key, title },
    checks: checks.map(({ criterion, text }) => ({
      key: criterion,
      text,
      verdict: 'pass',
      evidence: 'Looked at',
    })),
  })),
  criteria: [
    {
      ...{ key: 'conflicts', title: 'No symbol conflicts', group: 'Stage 2 acceptance', least: null },
      ...{ required: '0', measured: '0', evidence: '41,208 orders', verdict: 'pass', narrow: null },
    },
    {
      ...{ key: 'hedge', title: 'Hedge executed on time', group: 'Stage 2 acceptance', least: null },
      ...{ required: '> 99%', measured: '99.04%', evidence: '5,160 of 5,210', verdict: 'pass' },
      narrow: '0.04 points above its limit',
    },
  ],
  metrics: canary.metrics.map(({ key, title }) => ({
    ...{ key, title, value: '99', target: '> 90%', verdict: 'pass' },
  })),
  build: [
    { service: 'router', version: '1.4.0' },
    { service: 'hedger', version: '2.1.0' },
  ],
  position: '1.4811',
  changes: [
    { switch: 'normal_threshold', symbol: 'BTC', from: '5000', to: '10000', direction: 'raising' },
    { switch: 'max_internal_exposure_usd', symbol: null, from: '100000', to: '500000', direction: 'raising' },
  ],
  lines: SIGNOFF_LINES.map((line) => ({
    ...{ line, title: SIGNATURE_LINES[line].title },
    statements: SIGNATURE_LINES[line].statements,
  })),
  ...{ triggers: ['The loss passes $50'], mustHave: ['Loss, largest: below $50'] },
  ...{ shouldHave: ['Profitable or break-even: at least $0'] },
  ...{ shouldHaveAtLeast: 3, afterSuccess: canary.afterSuccess, afterFailure: canary.afterFailure },
  notes: [{ key: 'market', title: 'Market conditions', text: 'Calm' }],
  contacts: [{ severity: 'critical', name: 'On-call desk', phone: '+1 555 0100', email: null }],
};
