// Withdrawals in figures: volume, counts, time to approve and rejections, by day of filing and asset.
import { z } from 'zod';
import { FIGURE_DAYS } from '#lib/catalog/withdrawals.ts';
import type { WithdrawalFiguresBody } from '#lib/contract/withdrawal-figures.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { dayOf, daysBetween, daysProblem, momentsOf } from '#lib/rules/withdrawals/withdrawal-days.ts';
import { FILED_DAYS, WITHDRAWAL_FIELDS } from '#lib/rules/withdrawals/withdrawal-filter.ts';
import { databaseNow } from '#lib/store/clock.ts';
import {
  type FigureGroup,
  withdrawalFigures,
  withdrawalRejections,
} from '#lib/store/withdrawals/withdrawal-figures.ts';

const MOST_REASONS = 12;

const input = z.strictObject({ ...FILED_DAYS, asset: WITHDRAWAL_FIELDS.asset });

export const readWithdrawalFigures: Read<z.output<typeof input>, WithdrawalFiguresBody> = {
  action: 'read-withdrawals',
  body: 'WithdrawalFiguresBody',
  input,
  run: async (tx, { asset, ...sent }) => {
    const now = await databaseNow(tx);
    const to = sent.to ?? dayOf(now);
    const from = sent.from ?? dayOf(new Date(Date.parse(to) - (FIGURE_DAYS.usual - 1) * 86_400_000));
    const wrong = daysProblem({ from, to });
    if (wrong !== null) return fail('invalid_input', `from: ${wrong}`);
    if (daysBetween(from, to) > FIGURE_DAYS.most)
      return fail('invalid_input', `from: Ask for at most ${FIGURE_DAYS.most} days at once.`);
    const { since = now, until = now } = momentsOf({ from, to });
    const span = { since, until, asset };
    const groups = await withdrawalFigures(tx, span);
    const rejections = await withdrawalRejections(tx, span, MOST_REASONS);
    return ok({ ...{ now: now.toISOString(), firstDay: from, lastDay: to, rejections }, ...partsOf(groups) });
  },
};

type Parts = Pick<WithdrawalFiguresBody, 'total' | 'days' | 'assets' | 'cells'>;

function partsOf(groups: readonly FigureGroup[]): Parts {
  const found = groups.find(({ day, asset }) => day === null && asset === null);
  if (!found) throw new Error('the figures came without their total');
  const { day: _day, asset: _asset, amount: _amount, ...total } = found;
  return {
    total,
    days: groups.flatMap(({ day, asset, amount: _, ...one }) =>
      day !== null && asset === null ? [{ day, ...one }] : [],
    ),
    assets: groups.flatMap(({ day, asset, ...one }) =>
      day === null && asset !== null ? [{ asset, ...one }] : [],
    ),
    cells: groups.flatMap(({ day, asset, ...one }) =>
      day !== null && asset !== null ? [{ day, asset, ...one }] : [],
    ),
  };
}
