// confirm-by-pagerduty: somebody acknowledged it there whom nobody here knows; Bulkhead takes PagerDuty's signed word for it.
import { z } from 'zod';
import { storableText, uuid } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import type { SystemActor } from '#lib/rules/actor.ts';
import { ok } from '#lib/rules/result.ts';
import type { FiringChange, StoredFiring } from '#lib/store/alerts/firings.ts';
import { auditActor } from '#lib/write/audit-actor.ts';
import type { Command } from '#lib/write/command.ts';
import { confirmFiring } from './confirm-firing.ts';
import { loadFiring } from './firing-state.ts';

const input = z.strictObject({
  firingId: uuid,
  agent: storableText('Say whom PagerDuty names.', 200),
});

/** Whom the log names. */
export function pagerDutyActor(agent: string): SystemActor {
  return { kind: 'system', id: 'pagerduty', name: `PagerDuty (${agent})` };
}

export const confirmByPagerDuty: Command<
  z.output<typeof input>,
  void,
  StoredFiring | undefined,
  FiringChange,
  ChangedAnswer
> = {
  name: 'confirm-by-pagerduty',
  input,
  body: null,
  load: loadFiring,
  decide: (state, { firingId, agent }, _actor, moment) => {
    const by = pagerDutyActor(agent);
    const decided = confirmFiring.decide(state, { firingId }, by, moment);
    return decided.ok ? ok({ ...decided.value, by: auditActor(by) }) : decided;
  },
  save: confirmFiring.save,
};
