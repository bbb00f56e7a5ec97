// export-withdrawals: fixes which requests an export holds and what they sum to, and puts it on record; else nothing is handed out.
import { z } from 'zod';
import type { WithdrawalExportGrant } from '#lib/contract/withdrawal-export.ts';
import { ok } from '#lib/rules/result.ts';
import { daysProblem, momentsOf } from '#lib/rules/withdrawals/withdrawal-days.ts';
import { FILED_DAYS, WITHDRAWAL_FIELDS } from '#lib/rules/withdrawals/withdrawal-filter.ts';
import { database } from '#lib/store/client.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { countWithdrawals } from '#lib/store/withdrawals/withdrawal-list.ts';
import { withdrawalSwitches } from '#lib/store/withdrawals/withdrawal-switches.ts';
import type { Command } from '#lib/write/command.ts';

const input = z
  .strictObject({
    ...WITHDRAWAL_FIELDS,
    tab: WITHDRAWAL_FIELDS.tab
      .describe('A part of the queue; without it requests of every state.')
      .optional(),
    ...FILED_DAYS,
  })
  .superRefine((sent, context) => {
    const message = daysProblem(sent);
    if (message !== null) context.addIssue({ code: 'custom', path: ['from'], message });
  });
type Input = z.output<typeof input>;
type Plan = Pick<WithdrawalExportGrant, 'numbers' | 'usd'>;

export const exportWithdrawals: Command<Input, Plan, Plan, WithdrawalExportGrant, WithdrawalExportGrant> = {
  name: 'export-withdrawals',
  // Answered with a file by its own door.
  body: null,
  input,
  // Every number of a large file: asked for again, it is another export and another record.
  remembered: false,
  // Before the transaction: to find them may take longer than a write may.
  prepare: async ({ from, to, ...filter }) => {
    const tx = database();
    const switches = await withdrawalSwitches(tx);
    return countWithdrawals(tx, { ...filter, filed: momentsOf({ from, to }) }, switches);
  },
  load: async (tx, _input, _actor, plan) => ({ state: plan, now: await databaseNow(tx) }),
  decide: ({ numbers, usd }, sent, _actor, { now }) => {
    const grant: WithdrawalExportGrant = { at: now.toISOString(), numbers, usd };
    const filter = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
    return ok({
      next: grant,
      events: [
        {
          kind: 'withdrawal.exported',
          subject: 'withdrawals',
          newValue: `${numbers.length} requests worth ${usd} USD`,
          details: { requests: numbers.length, usd, ...filter },
        },
      ],
      effects: [],
      answer: grant,
    });
  },
  // Its record is all that it changes.
  save: async () => true,
};
