// The queue of withdrawals: one tab of it, searched and filtered, with what each tab holds.
import { z } from 'zod';
import { MOST_APPROVED_AT_ONCE, QUEUE_DECISIONS } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { pageOf, toRead } from '#lib/reads/page.ts';
import { limit } from '#lib/reads/query.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { WITHDRAWAL_FIELDS } from '#lib/rules/withdrawals/withdrawal-filter.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { decidedToday, newestDecisions } from '#lib/store/withdrawals/withdrawal-decisions.ts';
import { findWithdrawals, placeIn, withdrawalTotals } from '#lib/store/withdrawals/withdrawal-list.ts';
import { withdrawalSwitches } from '#lib/store/withdrawals/withdrawal-switches.ts';
import { undoableBy } from '#lib/store/withdrawals/withdrawal-undo.ts';
import { withdrawalView } from './withdrawal-view.ts';

const input = z.strictObject({
  ...WITHDRAWAL_FIELDS,
  tab: WITHDRAWAL_FIELDS.tab.default('open'),
  before: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,2})?_[1-9]\d{0,14}$/, 'Send nextBefore of the page before, as it was.')
    .transform((place) => {
      const [key = '0', number = '0'] = place.split('_');
      return { key, number: Number(number) };
    })
    .meta({ description: 'nextBefore of the page before: rows from there on, in the same order.' })
    .optional(),
  limit,
});

export const readWithdrawals: Read<z.output<typeof input>, WithdrawalsBody> = {
  action: 'read-withdrawals',
  body: 'WithdrawalsBody',
  input,
  run: async (tx, { before, limit: most, ...filter }, actor) => {
    const switches = await withdrawalSwitches(tx);
    const found = await findWithdrawals(tx, { ...filter, after: before }, switches, toRead(most));
    const { rows, nextBefore } = pageOf(found, most, (row) => placeIn(filter.sort, row));
    const { tabs, oldestAt } = await withdrawalTotals(tx, switches);
    const mine = actor.kind === 'person' ? await undoableBy(tx, actor.id, MOST_APPROVED_AT_ONCE) : [];
    const decided = await newestDecisions(tx, QUEUE_DECISIONS);
    const today = await decidedToday(tx);
    const now = await databaseNow(tx);
    return ok({
      now: now.toISOString(),
      items: rows.map((row) => withdrawalView(row, switches, now)),
      undoable: mine.map((row) => withdrawalView(row, switches, now)),
      decided: decided.map(({ withdrawal, at, ...decision }) => ({
        ...{ ...decision, at: at.toISOString(), withdrawal: withdrawalView(withdrawal, switches, now) },
      })),
      today,
      ...{ nextBefore, tabs, oldestAt: oldestAt?.toISOString() ?? null },
      switches: {
        ...{ withdrawalsOn: switches.enabled, largeOn: switches.largeEnabled, largeUsd: switches.largeUsd },
      },
    });
  },
};
