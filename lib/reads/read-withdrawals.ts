// The queue of withdrawals: one tab of it, searched and filtered, with what each tab holds.
import { z } from 'zod';
import {
  ASSET_NAMES,
  type Asset,
  WITHDRAWAL_POLICY,
  WITHDRAWAL_SORT_NAMES,
  WITHDRAWAL_TAB_NAMES,
  type WithdrawalSort,
  type WithdrawalTab,
} from '#lib/catalog/withdrawals.ts';
import type { WithdrawalsBody } from '#lib/contract/withdrawals.ts';
import { ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { findWithdrawals, placeIn, withdrawalTotals } from '#lib/store/withdrawal-list.ts';
import { pageOf, toRead } from './page.ts';
import { limit } from './query.ts';
import type { Read } from './read.ts';
import { withdrawalSwitches, withdrawalView } from './withdrawal-view.ts';

const RULES = WITHDRAWAL_POLICY.map(({ key }) => key);
const TEXT = 'Search for 1 to 100 characters.';

const input = z.strictObject({
  tab: z
    .enum(WITHDRAWAL_TAB_NAMES as [WithdrawalTab, ...WithdrawalTab[]], {
      error: `tab is one of ${WITHDRAWAL_TAB_NAMES.join(', ')}.`,
    })
    .default('open'),
  sort: z
    .enum(WITHDRAWAL_SORT_NAMES as [WithdrawalSort, ...WithdrawalSort[]], {
      error: `sort is one of ${WITHDRAWAL_SORT_NAMES.join(', ')}.`,
    })
    .default('oldest'),
  text: z
    .string({ error: TEXT })
    .trim()
    .min(1, TEXT)
    .max(100, TEXT)
    .refine((sent) => sent.isWellFormed() && !sent.includes('\u0000'), 'Send plain text.')
    .describe('A number, your id, or how an account or address begins; looked for in every tab.')
    .optional(),
  asset: z
    .enum(ASSET_NAMES as [Asset, ...Asset[]], { error: `asset is one of ${ASSET_NAMES.join(', ')}.` })
    .optional(),
  rule: z.enum(RULES as [string, ...string[]], { error: `rule is one of ${RULES.join(', ')}.` }).optional(),
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
  run: async (tx, { before, limit: most, ...filter }) => {
    const switches = await withdrawalSwitches(tx);
    const found = await findWithdrawals(tx, { ...filter, after: before }, switches, toRead(most));
    const { rows, nextBefore } = pageOf(found, most, (row) => placeIn(filter.sort, row));
    const { tabs, oldestAt } = await withdrawalTotals(tx, switches);
    const now = await databaseNow(tx);
    return ok({
      now: now.toISOString(),
      items: rows.map((row) => withdrawalView(row, switches, now)),
      ...{ nextBefore, tabs, oldestAt: oldestAt?.toISOString() ?? null },
      switches: {
        ...{ withdrawalsOn: switches.enabled, largeOn: switches.largeEnabled, largeUsd: switches.largeUsd },
      },
    });
  },
};
