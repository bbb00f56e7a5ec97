// The shape of a canary programme in the catalogue; in its sentences `{key}` becomes the run's parameter of that key: parameters, stages with their configuration, criteria, and guards with the rollback each brings.
import type { WireValue } from '#lib/contract/values.ts';
import type { LevelNumber } from './levels.ts';
import type { PerSymbolName, SwitchName, SwitchSetting } from './switches.ts';
import type { MarketSymbol } from './symbols.ts';

/** What may be chosen when a run is planned. A run never takes more risk than the manual names: bounds end at its figure. */
export type Parameter = {
  /** Unique in the programme; settings, targets and queries refer to it. */
  key: string;
  label: string;
  /** Key of the stage it belongs to; absent: the whole programme. */
  stage?: string;
} & (
  | { type: 'money'; default: string; bounds: { min: string; max: string } }
  | {
      type: 'number';
      default: number;
      bounds: { min: number; max: number };
      unit: ParameterUnit;
      decimals: number;
    }
  | { type: 'symbols'; default: readonly MarketSymbol[]; members: readonly MarketSymbol[]; one?: true }
  | { type: 'choice'; default: string; values: readonly string[] }
);
/** Fixed, or that of the symbol which another parameter chose: 0.0001 BTC. */
export type ParameterUnit = string | { of: string };
export type ParameterValue = string | number | readonly string[];

/** A switch of a stage: a fixed value, one from a parameter (the largest, of several; `as` translates a choice), or without its override. */
export type StageSetting =
  | SwitchSetting
  | {
      switch: SwitchName;
      symbol?: MarketSymbol;
      from: string | readonly string[];
      as?: Readonly<Record<string, WireValue>>;
    }
  | { switch: PerSymbolName; symbol: MarketSymbol; inherit: true };

export type Comparator = '<' | '<=' | '>' | '>=' | '=';
export type Unit = 'ms' | 's' | 'min' | '%' | 'bp' | 'usd' | 'count' | 'per day' | 'ratio';

/** A figure of the manual, or a parameter of the run. */
export type Target = number | { parameter: string };

/** A figure from Prometheus. In queries `$window` becomes the time since the stage (or the run) began, `$half` the half of it, `$seconds` its seconds. */
export interface MetricCriterion {
  kind: 'metric';
  query: string;
  /** What `$window` spans: this stage, or the whole run up to now. */
  over: 'stage' | 'run';
  is: Comparator;
  target: Target;
  unit: Unit;
  /** What the value rests on: so many of these at least, or it says nothing. */
  samples: { query: string; least: number; of: string };
  /** A pass that lies no further than this from the target is narrow, in the unit of the value. */
  narrow: number;
  /**
   * The value is judged as its ratio to that of a baseline, which must be of the same age and the same size: otherwise a
   * warm one would be compared with a cold one, and many requests with few.
   */
  baseline?: {
    title: string;
    query: string;
    samples: string;
    ageGapSeconds: string;
    /** Of the two values whose ratio is judged; absent of runs that were frozen before it was kept. */
    unit?: Unit;
  };
}

export type Criterion = {
  /** Unique in the programme, and never changed: samples and evidence refer to it. */
  key: string;
  title: string;
} & (
  | MetricCriterion
  /** Somebody looks and says so, with evidence. */
  | { kind: 'manual'; ask: string; over: 'stage' | 'run' }
  | { kind: 'switch'; switch: SwitchName; is: 'set' | 'on' }
  /** No P0 of the venue is open. */
  | { kind: 'no-p0' }
  /** The audit chain verifies up to its newest entries. */
  | { kind: 'audit' }
);

/** What a guard brings: a level, named switches, or Phase 1 (everything to HL, nothing internalised). */
export type ProgrammeRollback =
  | { kind: 'level'; level: LevelNumber }
  | { kind: 'switches'; label: string; settings: readonly SwitchSetting[] }
  | { kind: 'phase-1' };

/** Watched through every stage and every pending signature, every 15 seconds. It breaches when the comparison holds. */
export interface Guard {
  key: string;
  title: string;
  query: string;
  is: '<' | '>';
  threshold: Target;
  unit: Unit;
  rollback: ProgrammeRollback;
  source: string;
}

export interface Stage {
  key: string;
  title: string;
  /** As the manual counts: "Days 1 to 3". */
  when: string;
  seconds: number;
  objective: string;
  settings: readonly StageSetting[];
  /** What the manual says of the stage and no switch carries. */
  notes: readonly string[];
  acceptance: readonly Criterion[];
  /** Of these so many, not all (manual 5's targets). */
  targets?: { least: number; criteria: readonly Criterion[] };
}

export interface Programme {
  key: string;
  title: string;
  /** Short, on the list and in titles of the screen. */
  short: string;
  purpose: string;
  source: string;
  parameters: readonly Parameter[];
  /** What has to hold before the first stage, and for how long it is watched first. */
  before: { title: string; seconds: number; acceptance: readonly Criterion[] };
  /** Looked at before every gate. */
  checks: readonly Criterion[];
  stages: readonly Stage[];
  /** Of the programme as a whole: over everything since its first stage, at every gate. */
  passCriteria: readonly Criterion[];
  guards: readonly Guard[];
  /** What ending it by hand sets. */
  abort: ProgrammeRollback;
}
