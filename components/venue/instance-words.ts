// The state of an instance in words, and the order in which instances are shown. Pure.

import { age } from '#components/format-time.ts';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { InstancesBody, InstanceView } from '#lib/contract/console.ts';

const STATE = {
  in_step: { word: 'In step', tone: 'ok' },
  behind: { word: 'Behind', tone: 'risk' },
  silent: { word: 'Silent', tone: 'risk' },
  isolated: { word: 'Isolated', tone: 'plain' },
  left: { word: 'Stopped', tone: 'plain' },
} as const satisfies Record<InstanceView['state'], { word: string; tone: 'ok' | 'risk' | 'plain' }>;

export function stateWords(instance: InstanceView): { word: string; tone: 'ok' | 'risk' | 'plain' } {
  return STATE[instance.state];
}

/** Switches that fall to their safe value when an instance is cut off for so long (ms), from the catalogue. */
function fallenAfter(ms: number): SwitchName[] {
  return SWITCH_NAMES.filter((name) => {
    const { failMode } = definitionOf(name);
    return failMode?.kind === 'fall' && ms >= failMode.afterMs;
  });
}

/**
 * What it does with its values: as it reported; while it is silent, what its fail mode says it does by now if it still
 * runs.
 */
export function modeWords(instance: InstanceView): string {
  if (instance.state === 'silent' && instance.mode === 'live') {
    const fallen = fallenAfter(instance.silentForMs);
    return fallen.length > 0
      ? `If it runs: fell to safe on ${fallen.join(', ')}`
      : 'If it runs: holds its last values';
  }
  switch (instance.mode) {
    case 'live':
      return 'Fed live';
    case 'holding':
      return 'Holds its last values';
    case 'fallen':
      return `Fell to safe: ${instance.fallen.join(', ') || 'some switches'}`;
    case 'empty':
      return 'Has no values, accepts no opens';
  }
}

/** `4812`, or `4810, 2 behind`; another epoch is named. */
export function revisionWords(instance: InstanceView, at: { epoch: number; revision: number }): string {
  if (instance.revision === 0 && instance.epoch === 0) return 'none';
  if (instance.epoch !== at.epoch)
    return `${instance.epoch}.${instance.revision}, epoch ${at.epoch} is current`;
  const behind = at.revision - instance.revision;
  return behind > 0 ? `${instance.revision}, ${behind} behind` : String(instance.revision);
}

/** `14 of 14 in step`; isolated and stopped ones are not expected. */
export function stepWords(body: InstancesBody): string {
  const expected = body.items.filter((one) => one.state !== 'isolated' && one.state !== 'left');
  const inStep = expected.filter((one) => one.state === 'in_step').length;
  return `${inStep} of ${expected.length} in step`;
}

const ORDER: Record<InstanceView['state'], number> = {
  silent: 0,
  behind: 0,
  in_step: 1,
  isolated: 2,
  left: 3,
};

/** Those a person has to look at first; within that by name, so that rows do not jump. */
export function sortInstances(items: readonly InstanceView[]): InstanceView[] {
  return [...items].sort(
    (a, b) => ORDER[a.state] - ORDER[b.state] || a.id.localeCompare(b.id, 'en', { numeric: true }),
  );
}

/** Time since it was last heard. */
export function heardWords(instance: InstanceView): string {
  return `${age(instance.silentForMs)} ago`;
}
