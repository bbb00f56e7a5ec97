// The shape of the decision assistant's trees: questions, the readings they rest on, and ends that are each one action.
import type { LevelNumber } from './levels.ts';
import type { SwitchName, SwitchSetting } from './switches.ts';
import type { MarketSymbol } from './symbols.ts';

/** Its name wherever it is shown. */
export function assessmentName(number: number): string {
  return `AS-${number}`;
}

/** What is looked up at the moment of an answer and stored with it. A reading that nobody reports says so. */
export type Reading =
  | { kind: 'figure'; name: string; label: string; unit: 'USD' | 'ms' | '%' | 'per second' }
  | { kind: 'capability'; name: string }
  | { kind: 'switch'; name: SwitchName }
  | { kind: 'instances' }
  | { kind: 'positions' }
  | { kind: 'breakers' }
  | { kind: 'integrity' };

/**
 * What an end does. `adding` puts one symbol into a set, whatever is in it by then; `first-step` starts the procedure and
 * carries out its first step, which sets its values with the rights of a step.
 */
export type EndAction =
  | { kind: 'rollback-switch'; switch: SwitchName }
  | { kind: 'press-level'; level: LevelNumber }
  | { kind: 'first-step' }
  | {
      kind: 'apply';
      settings: readonly SwitchSetting[];
      adding?: { switch: 'hl_routing_paused_symbols'; symbol: MarketSymbol };
    }
  | { kind: 'procedure' }
  | { kind: 'watch' };

export interface End {
  key: string;
  /** Words of the button: what happens. */
  title: string;
  says: string;
  action: EndAction;
  /** The procedure that runs from here; null only where there is none to run. */
  procedure: string | null;
}

/** Where an option leads: the first whose conditions hold for the answers so far. */
export interface Way {
  when?: { question: string; is: readonly string[] };
  to: { question: string } | { end: string };
}

export interface TreeOption {
  key: string;
  label: string;
  /** What follows from it, in a few words. */
  note: string;
  ways: readonly Way[];
  /** Time within which the source wants the rollback once this is the answer; 0 is at once. */
  withinSeconds?: number;
}

export interface Question {
  key: string;
  title: string;
  /** How to tell. */
  help: string;
  readings: readonly Reading[];
  options: readonly TreeOption[];
}

export interface DecisionTree {
  key: string;
  title: string;
  source: string;
  first: string;
  questions: Readonly<Record<string, Question>>;
  ends: Readonly<Record<string, End>>;
}

/** Where somebody begins who sees one thing go wrong. It suggests answers; a person gives them. */
export interface Symptom {
  key: string;
  label: string;
  /** The figure of the manual from which on it counts, or how it shows. */
  note: string;
  tree: string;
  suggests: Readonly<Record<string, string>>;
}
