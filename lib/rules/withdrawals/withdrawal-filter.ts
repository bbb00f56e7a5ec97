// By what withdrawals are looked for: the fields that the queue, its export and the figures take alike.
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
import { isDay } from './withdrawal-days.ts';

const RULES = WITHDRAWAL_POLICY.map(({ key }) => key);
const TEXT = 'Search for 1 to 100 characters.';
const DAY = 'Send a day of the years 1970 to 9999 such as 2026-03-19.';

const day = (description: string) =>
  z
    .string({ error: DAY })
    .refine(isDay, DAY)
    .meta({ type: 'string', format: 'date', description })
    .optional();

/** Days of filing, UTC, both included. */
export const FILED_DAYS = {
  from: day('Requests filed on this day (UTC) or later.'),
  to: day('Requests filed on this day (UTC) or earlier.'),
};

export const WITHDRAWAL_FIELDS = {
  tab: z.enum(WITHDRAWAL_TAB_NAMES as [WithdrawalTab, ...WithdrawalTab[]], {
    error: `tab is one of ${WITHDRAWAL_TAB_NAMES.join(', ')}.`,
  }),
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
};
