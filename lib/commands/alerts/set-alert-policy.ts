// set-alert-policy: whether Bulkhead leaves an alert's action alone, prepares it, or carries it out by itself.
import { z } from 'zod';
import type { AlertPolicy } from '#lib/catalog/alert-types.ts';
import { findAlert } from '#lib/catalog/alerts.ts';
import { anyReason, storableText } from '#lib/commands/inputs.ts';
import type { ChangedAnswer } from '#lib/contract/console.ts';
import { parseReason } from '#lib/rules/reason.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { lockPolicy, type SetPolicy, savePolicy } from '#lib/store/alerts/alert-policies.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';
import { personOf } from '#lib/write/wanted-change.ts';
import { NOTICE } from './firing-state.ts';

const input = z.strictObject({
  alert: storableText('Name the alert by its key, such as hl-disconnected.', 100),
  policy: z.enum(['off', 'propose', 'execute'], { error: 'A policy is off, propose or execute.' }),
  reason: anyReason,
});

type Next = Parameters<typeof savePolicy>[1];

export const setAlertPolicy: Command<
  z.output<typeof input>,
  void,
  { set: SetPolicy | undefined },
  Next,
  ChangedAnswer
> = {
  name: 'set-alert-policy',
  input,
  body: 'ChangedAnswer',
  load: async (tx, { alert }) => ({
    state: { set: await lockPolicy(tx, alert) },
    now: await databaseNow(tx),
  }),
  decide: ({ set }, { alert: key, policy, reason: given }, actor, { now }) => {
    const alert = findAlert(key);
    if (!alert) return fail('not_found', 'There is no alert of that key.');
    if (!alert.action && policy !== 'off')
      return fail('invalid_input', 'This alert has no action of its own: its policy is off.');
    const before: AlertPolicy = set?.policy ?? alert.policy;
    // Bulkhead acting by itself takes a reason as long as raising does.
    const reason = parseReason(given, policy === 'execute');
    if (!reason.ok) return reason;
    if (before === policy) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: { alert: key, policy, by: personOf(actor), at: now, reason: reason.value },
      events: [
        { kind: 'alert.policy_set', subject: key, oldValue: before, newValue: policy, reason: reason.value },
      ],
      effects: [NOTICE],
      answer: { changed: true },
    });
  },
  save: async (tx, next) => {
    await savePolicy(tx, next);
    return true;
  },
};
