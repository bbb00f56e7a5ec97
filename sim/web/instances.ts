// The table of instances: where each stands, how it is fed, and what is wrong with it on purpose.
import type { InstanceMode } from '#lib/contract/edge.ts';
import { isNewer, type Position, positionId } from '#lib/contract/snapshot.ts';
import type { Instance } from '../fleet/fleet.ts';
import type { Fault } from '../fleet/link.ts';
import { type Html, html } from './html.ts';

const MODES: Readonly<Record<InstanceMode, { sign: string; word: string }>> = {
  live: { sign: '✓', word: 'Live' },
  holding: { sign: '△', word: 'Holding' },
  fallen: { sign: '▽', word: 'Fallen' },
  empty: { sign: '⊘', word: 'Empty' },
};

/** The latest position any of them holds. */
export function latest(positions: readonly Position[]): Position {
  return positions.reduce((best, at) => (isNewer(at, best) ? at : best), { epoch: 0, revision: 0 });
}

export function faultText(fault: Fault): string {
  if (fault.kind === 'none') return '';
  return fault.kind === 'slow' ? `slowed by ${fault.ms} ms` : 'cut off';
}

export interface FleetSummary {
  total: number;
  live: number;
  /** Instances at the latest position any of them holds. */
  inStep: number;
  latest: Position;
}

export function summarise(instances: readonly Instance[]): FleetSummary {
  const states = instances.map(({ bulkhead }) => bulkhead.status());
  const best = latest(states);
  return {
    total: states.length,
    live: states.filter(({ mode }) => mode === 'live').length,
    inStep: states.filter((state) => !isNewer(best, state)).length,
    latest: best,
  };
}

export function instanceRows(instances: readonly Instance[]): Html {
  const best = latest(instances.map(({ bulkhead }) => bulkhead.status()));
  const rows = instances.map(({ id, bulkhead, link }) => {
    const state = bulkhead.status();
    const { sign, word } = MODES[state.mode];
    const notes = [faultText(link.fault), state.fallen.join(', ')].filter((note) => note !== '').join('; ');
    return html`<tr>
<th scope="row"><code>${id}</code></th>
<td><code class="${isNewer(best, state) ? 'behind' : ''}">${positionId(state)}</code></td>
<td class="mode-${state.mode}"><span aria-hidden="true">${sign}</span> ${word}</td>
<td class="note">${notes}</td>
</tr>`;
  });
  return html`${rows}`;
}
