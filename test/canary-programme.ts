// Programmes of a canary as a run freezes them, small enough for tests: one with one stage, one with three that are watched.
import type { FrozenProgramme } from '#lib/rules/canary/programme.ts';

/** The smallest programme with a stage that raises something, a figure that is narrow, and one that somebody looks at. */
export const PROGRAMME: FrozenProgramme = {
  ...{ key: 'production-canary', title: 'Production canary', short: 'Production', purpose: 'A test' },
  source: 'Manual 5',
  parameters: [{ key: 'max-loss', label: 'Maximum loss', value: '50', unit: 'USD' }],
  before: {
    ...{ title: 'Demo validation', seconds: 0 },
    acceptance: [
      { key: 'pnl-accurate', title: 'PnL tracking accurate', kind: 'manual', over: 'run', ask: 'Compare.' },
      {
        ...{
          key: 'demo-p50',
          title: 'Latency, P50',
          kind: 'metric',
          query: 'vector(195)',
          over: 'stage',
          is: '<',
        },
        ...{
          target: 200,
          unit: 'ms',
          narrow: 10,
          samples: { query: 'vector(1000)', least: 10, of: 'requests' },
        },
      },
    ],
  },
  checks: [{ key: 'no-p0', title: 'No open P0', kind: 'no-p0' }],
  stages: [
    {
      ...{ key: 'canary', title: 'Production canary', when: 'T+0 to T+30', seconds: 1_800 },
      ...{ objective: 'Half an hour', notes: [], acceptance: [] },
      settings: [
        { switch: 'max_order_size_internal', value: '75000' },
        { switch: 'strategies_enabled', value: true },
      ],
    },
  ],
  ...{ passCriteria: [], guards: [] },
  abort: { label: 'Stop strategies', settings: [{ switch: 'strategies_enabled', value: false }] },
};

const [STAGE] = PROGRAMME.stages;
if (!STAGE) throw new Error('the programme of the tests lacks its stage');

/** The same with a figure that the stage is measured by, and a guard over it. */
export const GUARDED: FrozenProgramme = {
  ...PROGRAMME,
  stages: [
    {
      ...STAGE,
      acceptance: [
        {
          ...{ key: 'stage-p50', title: 'Latency in the canary', kind: 'metric', query: 'stage_p50' },
          ...{ over: 'stage', is: '<', target: 200, unit: 'ms', narrow: 0 },
          samples: { query: 'stage_requests', least: 10, of: 'requests' },
        },
      ],
    },
  ],
  guards: [
    {
      ...{ key: 'errors', title: 'Errors pass 1%', query: 'stage_errors', is: '>', threshold: 1, unit: '%' },
      rollback: { label: 'Stop strategies', settings: [{ switch: 'strategies_enabled', value: false }] },
      source: 'A test',
    },
  ],
};

const P95 = {
  key: 'p95',
  title: 'Latency, P95',
  kind: 'metric',
  query: 'vector(240)',
  over: 'run',
  is: '<',
  target: 300,
  unit: 'ms',
  narrow: 0,
  samples: { query: 'vector(5000)', least: 10, of: 'requests' },
} as const;
const AGAINST_DEMO = {
  ...P95,
  key: 'against-demo',
  title: 'Latency P95 against the demo',
  over: 'stage',
  is: '<=',
  target: 1.2,
  unit: 'ratio',
  baseline: { title: 'demo', unit: 'ms', query: 'b', samples: 'n', ageGapSeconds: 'g' },
} as const;

/** Three stages with a guard, a figure, one that is compared with a baseline, and one that somebody looks at. */
export const LONG_PROGRAMME: FrozenProgramme = {
  ...PROGRAMME,
  ...{ key: 'phase-3', title: 'Internalisation launch', short: 'Phase 3', source: 'Manual 1' },
  before: { title: 'Watched first', seconds: 3_600, acceptance: [] },
  stages: (['Ultra-conservative', 'Low risk', 'Full open'] as const).map((title, index) => ({
    ...{ key: `s${index + 1}`, title, when: `Day ${index + 1}`, seconds: index === 0 ? 72_000 : 21_600 },
    ...{ objective: 'Nothing breaks', notes: [] },
    settings: [{ switch: 'max_order_size_internal', value: String(25_000 * (index + 1)) }],
    acceptance: [
      AGAINST_DEMO,
      { key: 'alerts', title: 'Alerts are heard', kind: 'manual', over: 'stage', ask: 'Fire a test alert.' },
    ],
  })),
  passCriteria: [P95],
  guards: [
    {
      ...{ key: 'error-rate', title: 'Errors pass 1%', query: 'vector(0)', is: '>', threshold: 1, unit: '%' },
      ...{ source: 'Manual 1', rollback: { label: 'Stop strategies', settings: PROGRAMME.abort.settings } },
    },
  ],
};
