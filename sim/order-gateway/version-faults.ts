// What can be broken in a version of the order gateway, as people choose it, and what that makes of the version. Pure.
import { COMPONENT_NAMES, COMPONENTS } from '#lib/catalog/releases.ts';
import { type VersionFault, WELL } from './instance.ts';

export interface VersionFaultKind {
  /** In its row. */
  label: string;
  /** What happens then, a sentence. */
  does: string;
  /** A share in percent between these, or one of these; nothing to choose without. */
  choice?: { least: number; most: number; usual: number } | { of: Readonly<Record<string, string>> };
  breaks(choice: string): Partial<VersionFault>;
  mends: Partial<VersionFault>;
  /** How it is broken, in a few words; null while it is not. */
  says(fault: VersionFault): string | null;
}

/** Rounded, because 1 + 30 / 100 is not always 1.3 again. */
const percentOf = (share: number): string => `${Math.round(share * 1_000) / 10}%`;
const shareOf = (percent: string): number => Number(percent) / 100;

export const VERSION_FAULTS = {
  slow: {
    label: 'It is slow',
    does: 'Its latency is so much higher: above 20% it is rolled back.',
    choice: { least: 1, most: 900, usual: 30 },
    breaks: (percent) => ({ slowness: 1 + shareOf(percent) }),
    mends: { slowness: WELL.slowness },
    says: ({ slowness }) => (slowness === 1 ? null : `${percentOf(slowness - 1)} slower`),
  },
  failing: {
    label: 'Its orders fail',
    does: 'Such a share of its orders ends in an error: above 1% it is rolled back.',
    choice: { least: 0.1, most: 100, usual: 5 },
    breaks: (percent) => ({ errors: shareOf(percent) }),
    mends: { errors: WELL.errors },
    says: ({ errors }) => (errors === 0 ? null : `${percentOf(errors)} fail`),
  },
  positions: {
    label: 'A position does not match',
    does: 'One of its positions is not what it should be: it is rolled back.',
    breaks: () => ({ mismatches: 1 }),
    mends: { mismatches: WELL.mismatches },
    says: ({ mismatches }) => (mismatches === 0 ? null : `${mismatches} mismatch`),
  },
  part: {
    label: 'A part of it is down',
    does: 'Its health check fails: the gateway takes it out, and it is rolled back.',
    choice: { of: COMPONENTS },
    breaks: (name) => ({ down: [name] }),
    mends: { down: WELL.down },
    says: ({ down }) =>
      down.length === 0
        ? null
        : `${COMPONENT_NAMES.filter((name) => down.includes(name)).map((name) => COMPONENTS[name].toLowerCase())} down`,
  },
  trades: {
    label: 'It wins fewer trades',
    does: `Such a share of its trades is won, in place of ${percentOf(WELL.winRate)}: a rollback is proposed.`,
    choice: { least: 1, most: 99, usual: 40 },
    breaks: (percent) => ({ winRate: shareOf(percent) }),
    mends: { winRate: WELL.winRate },
    says: ({ winRate }) => (winRate === WELL.winRate ? null : `wins ${percentOf(winRate)}`),
  },
  idle: {
    label: 'It makes no trades',
    does: 'It takes orders and no trade comes of them any more: a rollback is urgent.',
    breaks: () => ({ noTrades: true }),
    mends: { noTrades: WELL.noTrades },
    says: ({ noTrades }) => (noTrades ? 'makes no trades' : null),
  },
  halted: {
    label: 'It is halted',
    does: 'It answers nothing any more: the gateway takes it out, and it is rolled back.',
    breaks: () => ({ halted: true }),
    mends: { halted: WELL.halted },
    says: ({ halted }) => (halted ? 'halted' : null),
  },
} as const satisfies Record<string, VersionFaultKind>;
export type VersionFaultName = keyof typeof VERSION_FAULTS;
export const VERSION_FAULT_NAMES = Object.keys(VERSION_FAULTS) as readonly VersionFaultName[];

export const versionFaultKind = (name: VersionFaultName): VersionFaultKind => VERSION_FAULTS[name];

/** What was chosen as it is kept, or a sentence about what to choose. `chosen` undefined: the usual. */
export function chosenOf(
  { choice }: VersionFaultKind,
  chosen: unknown,
): { choice: string } | { wrong: string } {
  if (!choice)
    return chosen === undefined ? { choice: '' } : { wrong: 'There is nothing to choose: send {}.' };
  if ('of' in choice) {
    const names = Object.keys(choice.of);
    const known = chosen === undefined ? names[0] : names.find((name) => name === chosen);
    return known === undefined
      ? { wrong: `Send { "choice": ... } with one of ${names.join(', ')}.` }
      : { choice: known };
  }
  const { least, most, usual } = choice;
  const percent =
    chosen === undefined
      ? usual
      : typeof chosen === 'string' && chosen.trim() !== ''
        ? Number(chosen)
        : chosen;
  if (typeof percent !== 'number' || !(percent >= least && percent <= most))
    return { wrong: `Choose a number from ${least} to ${most}.` };
  return { choice: String(percent) };
}

/** How a version is broken, in a few words; empty when it is in good order. */
export function brokenWords(fault: VersionFault): string {
  return VERSION_FAULT_NAMES.map((name) => VERSION_FAULTS[name].says(fault))
    .filter((words) => words !== null)
    .join(', ');
}
