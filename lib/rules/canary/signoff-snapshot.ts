// What is frozen when a form is opened for signature: its text and hash, and what has changed since.
import type { SignoffFormDefinition } from '#lib/catalog/signoff-types.ts';
import type {
  BuildVersion,
  CriterionResult,
  FormDifference,
  FormSnapshot,
  MissingFigure,
  SignedChange,
} from '#lib/contract/signoff.ts';
import { parsePositionId } from '#lib/contract/snapshot.ts';
import { sameValue } from '#lib/contract/values.ts';
import { canonicalJson, sha256 } from '#lib/rules/canonical.ts';
import { valueText } from '#lib/rules/changes/value-text.ts';

/** The text that is signed, and its hash. */
export function snapshotText(snapshot: FormSnapshot): { text: string; hash: string } {
  const text = canonicalJson(snapshot);
  return { text, hash: sha256(text) };
}

/** What a text holds. Only for texts that snapshotText made. */
export function snapshotOf(text: string): FormSnapshot {
  return JSON.parse(text) as FormSnapshot;
}

/** What a snapshot is held against: the same things as they are at this moment. */
export interface LiveFacts {
  configuration: FormSnapshot['configuration'];
  criteria: readonly CriterionResult[];
  build: readonly BuildVersion[];
  epoch: number;
  /** What the stage would change now. */
  changes: readonly SignedChange[];
  /** Guards that see nothing at this moment; none while they are not armed. */
  blind: readonly { title: string; why: string }[];
}

const ABSENT = 'nothing';

/** Pairs of what has the same name on both sides; what only one side has is paired with nothing. */
function pairs<T>(was: readonly T[], is: readonly T[], nameOf: (one: T) => string): [string, T?, T?][] {
  const names = new Set([...was, ...is].map(nameOf));
  return [...names].map((name) => [
    name,
    was.find((one) => nameOf(one) === name),
    is.find((one) => nameOf(one) === name),
  ]);
}

export function placeOf({ switch: name, symbol }: Pick<SignedChange, 'switch' | 'symbol'>): string {
  return symbol === null ? name : `${name}.${symbol}`;
}

function ofConfiguration(frozen: FormSnapshot, live: LiveFacts): FormDifference[] {
  return pairs(frozen.configuration, live.configuration, ({ label }) => label)
    .filter(([, was, is]) => was?.value !== is?.value)
    .map(([what, was, is]) => ({
      ...{ part: 'configuration', what, was: was?.value ?? ABSENT, is: is?.value ?? ABSENT },
    }));
}

const keyOf = ({ group, key }: CriterionResult) => `${group}/${key}`;

/** Another criterion than was frozen, or one that fails. What nobody can tell is `missingFrom`. */
function ofCriteria(frozen: FormSnapshot, live: LiveFacts): FormDifference[] {
  const asked = (one: CriterionResult | undefined) => (one ? `${one.title}, ${one.required}` : ABSENT);
  return pairs(frozen.criteria, live.criteria, keyOf).flatMap(([, was, is]): FormDifference[] => {
    if (asked(was) !== asked(is)) {
      return [{ part: 'criteria', what: (was ?? is)?.title ?? '', was: asked(was), is: asked(is) }];
    }
    if (was === undefined || is === undefined || is.least !== null || is.verdict !== 'fail') return [];
    // With what it rests on: which alert is open, what somebody saw. A switch says its value in both.
    const now = [...new Set([is.verdict, is.measured, is.evidence])].filter(Boolean).join(', ');
    return [{ part: 'verdict', what: is.title, was: `pass, ${was.measured}`, is: now }];
  });
}

interface TargetGroup {
  group: string;
  least: number;
  /** How many pass: when it was frozen, and now. */
  was: number;
  is: number;
  /** Now: how many nobody can tell. */
  unknown: number;
}

/** Groups of which so many have to pass, whichever they are. */
function targetGroups(frozen: FormSnapshot, live: LiveFacts): TargetGroup[] {
  const count = (all: readonly CriterionResult[], group: string, verdict: string) =>
    all.filter((one) => one.group === group && one.verdict === verdict).length;
  const groups = new Map(
    live.criteria.flatMap(({ group, least }) => (least === null ? [] : [[group, least] as const])),
  );
  return [...groups].map(([group, least]) => ({
    ...{ group, least, was: count(frozen.criteria, group, 'pass') },
    is: count(live.criteria, group, 'pass'),
    unknown: count(live.criteria, group, 'insufficient'),
  }));
}

/** So many fail that the others do not suffice, whatever they turn out to be. */
function ofTargets(frozen: FormSnapshot, live: LiveFacts): FormDifference[] {
  return targetGroups(frozen, live)
    .filter(({ least, is, unknown }) => is + unknown < least)
    .map(({ group, was, is }) => ({ part: 'verdict', what: group, was: `${was} pass`, is: `${is} pass` }));
}

/** By service: an instance that comes or goes with the same version changes nothing. */
function ofBuild(frozen: FormSnapshot, live: LiveFacts): FormDifference[] {
  const versions = (builds: readonly BuildVersion[]) => {
    const services = new Map<string, string[]>();
    for (const { service, version } of builds) {
      services.set(service, [...new Set([...(services.get(service) ?? []), version])].sort());
    }
    return [...services].map(([service, all]) => ({ service, version: all.join(', ') }));
  };
  return pairs(versions(frozen.build), versions(live.build), ({ service }) => service)
    .filter(([, was, is]) => was?.version !== is?.version)
    .map(([what, was, is]) => ({
      ...{ part: 'build', what, was: was?.version ?? ABSENT, is: is?.version ?? ABSENT },
    }));
}

function ofSwitches(frozen: FormSnapshot, live: LiveFacts): FormDifference[] {
  const text = (one: SignedChange | undefined) =>
    one ? `${valueText(one.from)} to ${valueText(one.to)}` : 'no change';
  return pairs(frozen.changes, live.changes, placeOf)
    .filter(([, was, is]) => !was || !is || !sameValue(was.from, is.from) || !sameValue(was.to, is.to))
    .map(([what, was, is]) => ({ part: 'switch', what, was: text(was), is: text(is) }));
}

/** Everything a signature is bound to that is not as it was frozen. Other switches may have changed meanwhile. */
export function differencesOf(frozen: FormSnapshot, live: LiveFacts): FormDifference[] {
  const epoch = parsePositionId(frozen.position)?.epoch;
  return [
    ...(epoch === live.epoch
      ? []
      : [{ part: 'restore', what: 'The database', was: `epoch ${epoch}`, is: `epoch ${live.epoch}` }]),
    ...ofConfiguration(frozen, live),
    ...ofCriteria(frozen, live),
    ...ofTargets(frozen, live),
    ...ofBuild(frozen, live),
    ...ofSwitches(frozen, live),
  ];
}

/**
 * Figures that passed and that nobody can tell now, and guards that see nothing. They hold a form up, and void it only when
 * they stay away (holdEnd): what is not known is neither a pass nor a fail.
 */
export function missingFrom(frozen: FormSnapshot, live: LiveFacts): MissingFigure[] {
  const single = pairs(frozen.criteria, live.criteria, keyOf).flatMap(([, was, is]): MissingFigure[] =>
    was && is?.verdict === 'insufficient' && is.least === null
      ? [{ what: is.title, was: `pass, ${was.measured}`, why: is.evidence }]
      : [],
  );
  const targets = targetGroups(frozen, live)
    .filter(({ least, is, unknown }) => is < least && is + unknown >= least)
    .map(({ group, was, is, unknown }) => ({
      ...{ what: group, was: `${was} pass`, why: `${is} pass, and of ${unknown} nobody can tell.` },
    }));
  const guards = live.blind.map(({ title, why }) => ({ what: title, was: 'armed', why }));
  return [...single, ...targets, ...guards];
}

/** One difference as a sentence. */
export function differenceText({ part, what, was, is }: FormDifference): string {
  const now = is.replace(/\.$/, '');
  return part === 'restore'
    ? `${what} was restored: it was ${was} and is ${now}.`
    : `${what} was ${was} and is ${now}.`;
}

/** Keys of the results that passed narrowly: each signer says that they have read them. */
export function narrowOf(snapshot: Pick<FormSnapshot, 'criteria'>): string[] {
  return snapshot.criteria.filter(({ narrow }) => narrow !== null).map(({ key }) => key);
}

/**
 * What stands in the way of opening a form beside its gate (rules/canary-run.ts), a sentence each. No data never passes.
 * A figure that is a criterion's stands against the gate already, and is not said twice.
 */
export function openingBlocks(
  draft: Pick<FormSnapshot, 'metrics' | 'build'>,
  { metrics }: Pick<SignoffFormDefinition, 'metrics'>,
): string[] {
  const ofCriteria = new Set(metrics.filter((one) => 'criterion' in one).map(({ key }) => key));
  const missed = draft.metrics
    .filter(({ key, verdict }) => verdict !== 'pass' && !ofCriteria.has(key))
    .map(({ title, value, target, verdict }) =>
      value !== null && verdict === 'insufficient'
        ? `${title}: ${value} so far, and too little was measured to say.`
        : `${title}: ${value ?? 'no data'}, and its target is ${target}.`,
    );
  return draft.build.length > 0
    ? missed
    : [...missed, 'No instance of the venue reports: nobody can say for which build this would be signed.'];
}
