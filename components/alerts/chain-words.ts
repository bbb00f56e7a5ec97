// The state of the audit chain in words, and the hours of its strip. Pure.

import { grouped } from '#components/format-number.ts';
import { clock, day } from '#components/format-time.ts';
import type { ChainBody } from '#lib/contract/console.ts';

export interface ChainWords {
  state: 'verified' | 'pending' | 'broken';
  title: string;
  detail: string;
}

/** `took` in ms as `1.8 s` or `12 ms`. */
function took(ms: number | null): string {
  if (ms === null) return '';
  return ms < 1_000 ? ` in ${Math.round(ms)} ms` : ` in ${(ms / 1_000).toFixed(1)} s`;
}

export function chainWords(chain: ChainBody): ChainWords {
  if (chain.brokenSeq !== null) {
    const whole = chain.brokenSeq > 1 ? ` Entries before ${grouped(chain.brokenSeq)} verified.` : '';
    return {
      state: 'broken',
      title: `Chain breaks at entry ${grouped(chain.brokenSeq)}`,
      detail: `${chain.brokenWhy ?? 'Stored hash differs from content.'}${whole} Raising changes stop.`,
    };
  }
  if (chain.verifiedAt === null) {
    return {
      state: 'pending',
      title: 'Chain not checked yet',
      detail: `${grouped(chain.headSeq)} entries wait for the worker`,
    };
  }
  const behind = chain.headSeq - chain.verifiedSeq;
  const checkpoint = chain.checkpoint ? `, signed to ${grouped(chain.checkpoint.seq)}` : '';
  return {
    state: behind > 0 ? 'pending' : 'verified',
    title: `Chain verified to entry ${grouped(chain.verifiedSeq)}`,
    detail: `rehashed at ${clock(chain.verifiedAt)}${took(chain.durationMs)}${checkpoint}${behind > 0 ? `, ${grouped(behind)} newer` : ''}`,
  };
}

/** What a block says: the number of entries, `!` where it breaks, `?` after that. */
export function blockMark(hour: ChainBody['hours'][number]): string {
  if (hour.state === 'broken') return '!';
  return hour.state === 'unknown' ? '?' : String(hour.entries);
}

/** The strip as one sentence, for those who do not see it. */
export function stripSentence(hours: ChainBody['hours']): string {
  const [first] = hours;
  if (!first) return 'No hour has entries yet';
  const count = (state: ChainBody['hours'][number]['state']) =>
    hours.filter((hour) => hour.state === state).length;
  const parts = (['verified', 'pending', 'broken', 'unknown'] as const)
    .map((state) => ({ state, n: count(state) }))
    .filter(({ n }) => n > 0)
    .map(({ state, n }) => `${n} ${state}`);
  return `${hours.length} hours from ${day(first.from)} ${clock(first.from)}: ${parts.join(', ')}`;
}
