// Whether a check of a procedure holds, and what was found. A check that nobody has data for does not hold, and says so.
import type { Check } from '#lib/catalog/procedure-types.ts';
import { sameValue } from '#lib/contract/values.ts';
import { valueIn } from '#lib/rules/changes/matrix.ts';
import type { VenueFacts } from './reading.ts';

/** A command that a step has sent, with what the executors it is for have made of it. */
export interface SentCommand {
  id: string;
  label: string;
  /** How many it is for; 0 when nobody reports. */
  executors: number;
  /** Those that have not carried it out, those of them that have failed, and those that have not begun. */
  undone: readonly string[];
  failed: readonly string[];
  unbegun: readonly string[];
  /** Nobody begins it any more. */
  expired: boolean;
}

/** Whether it will not be carried out by itself any more: then it may be sent again. */
export function isLost({ executors, failed, unbegun, expired }: SentCommand): boolean {
  return failed.length > 0 || (expired && (executors === 0 || unbegun.length > 0));
}

/** What checks are answered from, of one moment. */
export interface RunFacts extends VenueFacts {
  /** Change sets that steps of the run have made: by how many of the instances that count each is applied. */
  changeSets: readonly { applied: number; expected: number }[];
  /** The command that each step of the run sent last. */
  commands: readonly SentCommand[];
  /** The newest backup that was made and verified, in hours; null when none is on record. */
  backupHours: number | null;
}

export interface Finding {
  holds: boolean;
  /** What was seen, in a few words. */
  found: string;
}

const yes = (found: string): Finding => ({ holds: true, found });
const no = (found: string): Finding => ({ holds: false, found });

function inStep({ instances }: RunFacts): Finding {
  const { expected, inStep: count, silent } = instances;
  if (expected === 0) return no('No instance reports');
  const found = `${count} of ${expected} in step`;
  if (count === expected) return yes(found);
  return no(silent.length > 0 ? `${found}, silent: ${silent.join(', ')}` : found);
}

function effective(facts: RunFacts): Finding {
  // Every value held already: then it is enough that everybody is in step.
  if (facts.changeSets.length === 0) return inStep(facts);
  const open = facts.changeSets.find(({ applied, expected }) => expected === 0 || applied < expected);
  if (open)
    return no(open.expected === 0 ? 'No instance reports' : `${open.applied} of ${open.expected} instances`);
  const least = facts.changeSets.reduce((a, b) => (b.expected < a.expected ? b : a));
  return yes(`${least.applied} of ${least.expected} instances`);
}

function amountIn(amount: number, unit: string): string {
  const text = Number.isInteger(amount) ? String(amount) : amount.toFixed(Math.abs(amount) < 1 ? 3 : 1);
  return unit === '%' ? `${text}%` : `${text} ${unit}`;
}

function figure(check: Extract<Check, { kind: 'figure' }>, { figures }: RunFacts): Finding {
  const amount = figures?.gauges[check.name] ?? figures?.rates[check.name];
  if (amount === undefined || !Number.isFinite(amount)) return no('Nobody reports this figure');
  const holds = check.compare === 'at most' ? amount <= check.bound : amount >= check.bound;
  const found = `${amountIn(amount, check.unit)}, ${check.compare} ${amountIn(check.bound, check.unit)}`;
  return { holds, found };
}

/** None reports and none is missed: an installation without executors. */
function hasNoExecutor({ executors }: RunFacts): boolean {
  return executors.breakers === null && executors.silent.length === 0;
}

/** A silent executor is no proof of anything. */
function counted(count: number | null, silent: readonly string[], atMost: number, what: string): Finding {
  if (count === null) return no('No executor reports');
  if (silent.length > 0) return no(`${count} ${what}, silent: ${silent.join(', ')}`);
  return { holds: count <= atMost, found: `${count} ${what}` };
}

function commands(facts: RunFacts): Finding {
  if (facts.commands.length === 0) return no('This run has sent no command');
  for (const command of facts.commands) {
    const { label, executors, undone, failed } = command;
    if (executors > 0 && undone.length === 0) continue;
    const found =
      executors === 0
        ? 'no executor reports'
        : failed.length > 0
          ? `failed on ${failed.join(', ')}`
          : `not yet ${undone.join(', ')}`;
    return no(`${label}: ${found}${isLost(command) ? '. Send it again' : ''}`);
  }
  return yes('Every executor is done');
}

/** Minutes begun, so that what is too old never reads as if it were just right. */
function hoursAndMinutes(hours: number): string {
  const minutes = Math.ceil(hours * 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function checkFinding(check: Check, facts: RunFacts): Finding {
  switch (check.kind) {
    case 'effective':
      return effective(facts);
    case 'switches': {
      const other = check.settings.find(
        (setting) => !sameValue(valueIn(facts.matrix, setting.switch), setting.value),
      );
      return other
        ? no(`${other.switch} is ${JSON.stringify(valueIn(facts.matrix, other.switch))}`)
        : yes('Every switch holds its value');
    }
    case 'figure':
      return figure(check, facts);
    case 'positions':
      return counted(facts.executors.positions, facts.executors.silent, check.atMost, 'open');
    case 'breakers':
      if (check.orNoExecutor && hasNoExecutor(facts)) return yes('No executor is connected');
      return counted(facts.executors.breakers, facts.executors.silent, 0, 'tripped');
    case 'commands':
      return commands(facts);
    case 'instances':
      return inStep(facts);
    case 'integrity':
      if (facts.brokenSeq !== null) return no(`Broken at entry ${facts.brokenSeq}`);
      return facts.verifiedSeq > 0 ? yes(`Verified to entry ${facts.verifiedSeq}`) : no('Not verified yet');
    case 'backup':
      if (facts.backupHours === null) return no('No verified backup is on record');
      return {
        holds: facts.backupHours <= check.withinHours,
        found: `Newest is ${hoursAndMinutes(facts.backupHours)} old, at most ${check.withinHours} h`,
      };
  }
}

/** The first check that does not hold, or that all do. */
export function watchFinding(checks: readonly Check[], facts: RunFacts): Finding {
  const findings = checks.map((check) => checkFinding(check, facts));
  return findings.find(({ holds }) => !holds) ?? yes(findings.map(({ found }) => found).join(', '));
}
