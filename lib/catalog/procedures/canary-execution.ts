// Manual 5, "Canary execution plan": from five minutes before the launch to the end of the half hour, on the terms of the canary that it carries out.
import { CANARY_SWITCHES } from '../canary-switches.ts';
import { defaultsOf, type Named, parameterText } from '../parameter-text.ts';
import type { Procedure, Stage } from '../procedure-types.ts';
import { PRODUCTION_PARAMETERS } from '../programmes/production-parameters.ts';
import { CANARY_PLAN } from '../signoff.ts';
import type { SwitchSetting } from '../switches.ts';
import { CANARY_AFTERMATH } from './canary-aftermath.ts';
import { KEEP_LOGS, NO_BREAKER_TRIPS, NONE_OPEN, RESPONDERS } from './parts.ts';

/** What is watched while the canary runs; its own guards look for the triggers beside this. */
const WATCHED = [{ kind: 'instances' }, NO_BREAKER_TRIPS] as const;

/** What the plan is written with: the parameters of a canary, and what its stage gives to the bot. */
export interface CanaryTerms {
  parameters: readonly Named[];
  settings: readonly SwitchSetting[];
}

/** As the manual has them. */
export const MANUAL_TERMS: CanaryTerms = {
  parameters: defaultsOf(PRODUCTION_PARAMETERS),
  settings: Object.entries(CANARY_SWITCHES).map(
    ([name, definition]) => ({ switch: name, value: definition.default }) as SwitchSetting,
  ),
};

function stagesOn(term: (key: string) => string, settings: readonly SwitchSetting[]): readonly Stage[] {
  return [
    {
      key: 'before',
      title: 'T-5: before the launch',
      goalSeconds: 300,
      anyOrder: true,
      steps: [
        {
          key: 'instances',
          kind: 'verify',
          title: 'Every instance is in step',
          check: { kind: 'instances' },
        },
        {
          key: 'integrity',
          kind: 'verify',
          title: 'The audit chain verifies',
          check: { kind: 'integrity' },
        },
        {
          key: 'monitoring',
          kind: 'tick',
          title: 'Somebody watches',
          detail: "Open the canary's screen and the venue's dashboards, and note who looks at them.",
          evidence: 'required',
        },
        {
          key: 'kill-switch',
          kind: 'tick',
          title: 'The kill switch works',
          detail: 'Press the emergency stop in staging, and note how long it took to be effective.',
          evidence: 'required',
        },
        {
          key: 'market',
          kind: 'record',
          title: 'Market conditions',
          detail: `Of ${term('symbol')}. Launch while the spread is below ${term('spread')} and the depth above ${term('depth')}.`,
          fields: [
            { key: 'spread', label: 'Spread', type: 'number', required: true, unit: 'bps' },
            { key: 'depth', label: 'Depth', type: 'money', required: true, unit: 'USD' },
            { key: 'volatility', label: 'Volatility, in words', type: 'line', required: true },
          ],
        },
      ],
      checkpoint: {
        title: 'Ready to launch',
        facts: ['In step', 'Watched', 'Kill switch works', 'Market fits'],
      },
    },
    {
      key: 'launch',
      title: 'T+0: launch',
      steps: [
        {
          key: 'launched',
          kind: 'tick',
          title: 'The form is signed GO and the canary runs',
          detail: 'GO sets its configuration. Note the form, such as CN-4-0.',
          evidence: 'required',
        },
        {
          key: 'configured',
          kind: 'verify',
          title: 'Every instance has its configuration',
          check: { kind: 'instances' },
        },
        {
          key: 'terms',
          kind: 'verify',
          title: 'The bot was given its terms',
          check: { kind: 'switches', settings },
        },
        {
          key: 'bot',
          kind: 'tick',
          title: 'The bot is launched',
          detail: `${term('symbol')}, ${term('size')} a position, ${term('mode')}, RSI confirmation ${term('rsi')}, volatility filter ${term('volatility')}, a loss of ${term('max-loss')} at most and ${term('daily-cap')} a day, for 30 minutes. Start it at the venue, and note when.`,
          evidence: 'required',
        },
      ],
      checkpoint: { title: 'Launched', facts: ['Signed', 'Configured', 'On its terms'] },
    },
    {
      key: 'five',
      title: 'T+5: first look',
      steps: [
        {
          key: 'first-minutes',
          kind: 'observe',
          title: 'Five minutes without a breach',
          seconds: 300,
          watch: WATCHED,
        },
        { key: 'orders', kind: 'tick', title: 'Orders are placed', evidence: 'optional' },
        { key: 'no-errors', kind: 'tick', title: 'No error at once', evidence: 'optional' },
        { key: 'collecting', kind: 'tick', title: 'Figures are collected', evidence: 'optional' },
        { key: 'tracking', kind: 'tick', title: 'Positions are tracked', evidence: 'optional' },
      ],
    },
    {
      key: 'fifteen',
      title: 'T+15: half time',
      steps: [
        {
          key: 'to-half-time',
          kind: 'observe',
          title: 'Ten more minutes without a breach',
          seconds: 600,
          watch: WATCHED,
        },
        {
          key: 'half-time',
          kind: 'record',
          title: 'Figures at half time',
          detail: `In bounds: acceptance above ${term('acceptance')}, p95 up to ${term('stop-p95')}, a loss below ${term('max-loss')}.`,
          fields: [
            { key: 'acceptance', label: 'Acceptance rate', type: 'number', required: true, unit: '%' },
            { key: 'p95', label: 'p95 latency', type: 'number', required: true, unit: 'ms' },
            { key: 'pnl', label: 'Profit and loss', type: 'money', required: true, unit: 'USD' },
          ],
        },
        {
          key: 'limits',
          kind: 'tick',
          title: 'No risk limit was breached',
          detail: `Errors up to ${term('stop-errors')}, the WebSocket down for ${term('stop-stream')} at most.`,
          evidence: 'optional',
        },
      ],
    },
    {
      key: 'thirty',
      title: 'T+30: the end',
      steps: [
        {
          key: 'to-the-end',
          kind: 'observe',
          title: 'The last fifteen minutes without a breach',
          seconds: 900,
          watch: WATCHED,
        },
        NONE_OPEN,
        {
          key: 'final',
          kind: 'record',
          title: 'Figures at the end',
          fields: [
            { key: 'acceptance', label: 'Acceptance rate', type: 'number', required: true, unit: '%' },
            { key: 'p95', label: 'p95 latency', type: 'number', required: true, unit: 'ms' },
            { key: 'disconnects', label: 'WebSocket disconnects', type: 'number', required: true },
            { key: 'pnl', label: 'Profit and loss', type: 'money', required: true, unit: 'USD' },
          ],
        },
        KEEP_LOGS,
        {
          key: 'report',
          kind: 'tick',
          title: 'The report is written',
          detail: 'Export the evidence of the run, and note where it lies.',
          evidence: 'required',
        },
        {
          key: 'outcome',
          kind: 'choose',
          title: 'Did it meet its success criteria?',
          detail: `All of: no critical error, a loss below ${term('max-loss')}, acceptance above ${term('acceptance')}, positions closed, audit trail complete. And three of: profitable or break-even, acceptance above 95%, no disconnect, p95 below 300 ms, every filter worked.`,
          options: [
            { key: 'met', label: 'Yes', note: 'The rollout is scheduled.' },
            { key: 'missed', label: 'No', note: 'A retry takes 48 hours at least, and a validated demo.' },
          ],
        },
      ],
      checkpoint: {
        title: 'Canary complete',
        facts: ['Positions closed', 'Figures collected', 'Logs kept', 'Report written'],
      },
    },
    ...CANARY_AFTERMATH,
  ];
}

/** A parameter that a canary does not have, because it was planned before there was one, is that of the manual. */
export function canaryExecution({ parameters, settings }: CanaryTerms): Procedure {
  const all = [...parameters, ...MANUAL_TERMS.parameters];
  const term = (key: string): string => {
    const found = all.find((one) => one.key === key);
    if (!found) throw new Error(`a production canary has no parameter ${key}`);
    return parameterText(found);
  };
  return {
    key: CANARY_PLAN,
    title: 'Carry a canary out',
    kind: 'deployment',
    purpose:
      'The half hour of a quick production canary: what is looked at five minutes before, at the launch, after 5 and 15 minutes and at its end. It rolls back by itself; whoever sees what it does not see ends the canary.',
    source: 'Manual 5, execution plan',
    startedBy: RESPONDERS,
    stages: stagesOn(term, settings),
  };
}

export const CANARY_EXECUTION: Readonly<Record<string, Procedure>> = {
  [CANARY_PLAN]: canaryExecution(MANUAL_TERMS),
};
