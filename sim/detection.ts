// How often the venue looks after itself: as the catalogue says, or shorter where somebody waits for it.
import { FAILURE_DETECTION } from '#lib/catalog/failure-detection.ts';

/** Milliseconds. */
export interface Detection {
  liquidationCheckMs: number;
  reconciliationMs: number;
  mostReconnectMs: number;
}

export const USUAL_DETECTION: Detection = {
  liquidationCheckMs: FAILURE_DETECTION.liquidationCheckSeconds * 1_000,
  reconciliationMs: FAILURE_DETECTION.reconciliationSeconds * 1_000,
  mostReconnectMs: FAILURE_DETECTION.mostReconnectSeconds * 1_000,
};
