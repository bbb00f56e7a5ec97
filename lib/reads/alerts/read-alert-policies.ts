// What Bulkhead does of itself when each alert of the catalogue fires, and who said so.
import { z } from 'zod';
import { ALERT_KEYS, ALERTS } from '#lib/catalog/alerts.ts';
import type { AlertPoliciesBody } from '#lib/contract/alert-history.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { setPolicies } from '#lib/store/alerts/alert-policies.ts';

const input = z.strictObject({});

export const readAlertPolicies: Read<z.output<typeof input>, AlertPoliciesBody> = {
  action: 'read-alert-policies',
  body: 'AlertPoliciesBody',
  input,
  run: async (tx) => {
    const policies = await setPolicies(tx);
    return ok({
      items: ALERT_KEYS.map((alert) => {
        const own = policies.get(alert);
        return {
          alert,
          policy: own?.policy ?? ALERTS[alert].policy,
          set: own ? { at: own.setAt.toISOString(), by: own.setBy, reason: own.reason } : null,
        };
      }),
      nextBefore: null,
    });
  },
};
