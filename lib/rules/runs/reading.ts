// Puts what is known of the venue into the words of a reading; what nobody reports is said to be unknown.
import type { Reading } from '#lib/catalog/decision-types.ts';
import type { ReadingView } from '#lib/contract/assessment.ts';
import type { CapabilityView } from '#lib/contract/console.ts';
import type { FigureSample } from '#lib/contract/edge.ts';
import { CAPABILITIES, type Capability } from '#lib/rules/changes/capabilities.ts';
import { type Matrix, valueIn } from '#lib/rules/changes/matrix.ts';
import { valueText } from '#lib/rules/changes/value-text.ts';
import { dollars } from '#lib/rules/dollars.ts';

/** Everything that readings are taken from, of one moment. */
export interface VenueFacts {
  matrix: Matrix;
  /** Newest figures of the instances; null when none reported lately. */
  figures: FigureSample | null;
  capabilities: Readonly<Record<string, CapabilityView>>;
  instances: { expected: number; inStep: number; silent: readonly string[] };
  /** Entry at which the audit chain is broken, or null; and up to where it is verified. */
  brokenSeq: number | null;
  verifiedSeq: number;
  /** What executors report; `positions` and `breakers` (tripped) are null when none of them reports. */
  executors: { positions: number | null; breakers: number | null; silent: readonly string[] };
}

const STATES = {
  on: 'On',
  limited: 'Limited',
  manual: 'By hand',
  off: 'Off',
  unknown: null,
} as const satisfies Record<CapabilityView['state'], string | null>;

type Unit = Extract<Reading, { kind: 'figure' }>['unit'];

function inUnit(amount: number, unit: Unit): string {
  if (unit === 'USD') return `${amount < 0 ? '-' : ''}${dollars(String(Math.round(Math.abs(amount))))}`;
  if (unit === 'ms') return `${amount.toFixed(1)} ms`;
  return unit === '%' ? `${amount.toFixed(2)}%` : `${amount.toFixed(1)} a second`;
}

/** A count over the executors that report, with those that do not. */
function counted(label: string, count: number | null, silent: readonly string[]): ReadingView {
  return {
    label,
    value: count === null ? null : String(count),
    note: silent.length > 0 ? `Silent: ${silent.join(', ')}` : null,
  };
}

function one(reading: Reading, facts: VenueFacts): ReadingView {
  switch (reading.kind) {
    case 'figure': {
      const figures = facts.figures;
      const amount = figures?.gauges[reading.name] ?? figures?.rates[reading.name];
      return {
        label: reading.label,
        value: amount === undefined ? null : inUnit(amount, reading.unit),
        note: null,
      };
    }
    case 'capability': {
      const known = facts.capabilities[reading.name];
      return {
        label: CAPABILITIES[reading.name as Capability] ?? reading.name,
        value: known ? STATES[known.state] : null,
        note: known?.note ?? null,
      };
    }
    case 'switch':
      return { label: reading.name, value: valueText(valueIn(facts.matrix, reading.name)), note: null };
    case 'instances': {
      const { expected, inStep, silent } = facts.instances;
      return {
        label: 'Instances in step',
        value: expected === 0 ? null : `${inStep} of ${expected}`,
        note: silent.length > 0 ? `Silent: ${silent.join(', ')}` : null,
      };
    }
    case 'positions':
      return counted('Open positions', facts.executors.positions, facts.executors.silent);
    case 'breakers':
      return counted('Tripped breakers', facts.executors.breakers, facts.executors.silent);
    case 'integrity':
      return {
        label: 'Audit chain',
        value:
          facts.brokenSeq !== null
            ? `Broken at entry ${facts.brokenSeq}`
            : facts.verifiedSeq > 0
              ? `Verified to entry ${facts.verifiedSeq}`
              : null,
        note: null,
      };
  }
}

export function readingsOf(readings: readonly Reading[], facts: VenueFacts): ReadingView[] {
  return readings.map((reading) => one(reading, facts));
}
