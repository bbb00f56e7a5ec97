// Every canary programme: Phase 2 and Phase 3 of manual 1, and the production canary of manual 5.
import type { Programme } from './programme-types.ts';
import { PHASE_2 } from './programmes/phase-2.ts';
import { PHASE_3 } from './programmes/phase-3.ts';
import { PRODUCTION_CANARY } from './programmes/production-canary.ts';

export const PROGRAMMES: readonly Programme[] = [PHASE_2, PHASE_3, PRODUCTION_CANARY];

export function findProgramme(key: string): Programme | undefined {
  return PROGRAMMES.find((one) => one.key === key);
}
