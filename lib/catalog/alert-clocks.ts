// The clocks of a P0 (manual 1: 5 minutes to confirm, 10 to act) and who hears of it when (product.md section 4). All from *fired*.
import type { Role } from './roles.ts';

/** Somebody confirms within this time. */
export const CONFIRM_SECONDS = 300;

/** The action's switches are effective within this time; a click alone does not stop the clock. */
export const ACT_SECONDS = 600;

export interface EscalationStep {
  afterSeconds: number;
  /** What has not happened by then. */
  unless: 'never' | 'confirmed' | 'effective';
  /** Whoever is on call, and everybody of these roles. */
  onCall: boolean;
  roles: readonly Role[];
  /** Completes "... are told". */
  why: string;
}

export const ESCALATION: readonly EscalationStep[] = [
  { afterSeconds: 0, unless: 'never', onCall: true, roles: ['operations'], why: 'it fired' },
  {
    ...{ afterSeconds: 120, unless: 'confirmed', onCall: false, roles: ['risk_manager'] },
    why: 'nobody confirmed within 2 minutes',
  },
  {
    ...{ afterSeconds: CONFIRM_SECONDS, unless: 'confirmed', onCall: false, roles: ['super_admin'] },
    why: 'nobody confirmed within 5 minutes',
  },
  {
    ...{ afterSeconds: ACT_SECONDS, unless: 'effective', onCall: false, roles: ['executive'] },
    why: 'its action is not effective after 10 minutes',
  },
];

/** Prometheus and Alertmanager are alive while their heartbeat arrives; without it for so long the pipeline is dead. */
export const HEARTBEAT_SECONDS = 120;
