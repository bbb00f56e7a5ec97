// One withdrawal, by its id, its number or the caller's id, with others of its account or to its address, and what its service was told.
import { z } from 'zod';
import type { WithdrawalBody } from '#lib/contract/withdrawals.ts';
import type { Read } from '#lib/reads/read.ts';
import { fail, ok } from '#lib/rules/result.ts';
import { databaseNow } from '#lib/store/clock.ts';
import { findWithdrawals } from '#lib/store/withdrawals/withdrawal-list.ts';
import { toldOf } from '#lib/store/withdrawals/withdrawal-notices.ts';
import { withdrawalSwitches } from '#lib/store/withdrawals/withdrawal-switches.ts';
import { withdrawalId, withdrawalsById } from '#lib/store/withdrawals/withdrawals.ts';
import { withdrawalView } from './withdrawal-view.ts';

const MOST_RELATED = 10;
const WHICH = 'Send the withdrawalId, the number or your id of the withdrawal: one of them.';

const input = z
  .strictObject({
    withdrawalId: z
      .uuid('Send the id as it was shown.')
      .describe('Id of the withdrawal, as withdrawals lists it.')
      .optional(),
    number: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'Send the number of the withdrawal, such as 42.')
      .transform(Number)
      .meta({ type: 'integer', minimum: 1, description: 'Its number, in place of its id.' })
      .optional(),
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'Send your id of the request, as you filed it.')
      .describe('Your id of the request, in place of its id.')
      .optional(),
  })
  .refine((sent) => Object.values(sent).filter((one) => one !== undefined).length === 1, WHICH);

type Asked = z.output<typeof input>;

function placed({ withdrawalId: id, number, id: callerId }: Asked): Parameters<typeof withdrawalId>[1] {
  if (id !== undefined) return { id };
  return callerId === undefined ? { number: number ?? 0 } : { callerId };
}

export const readWithdrawal: Read<Asked, WithdrawalBody> = {
  action: 'read-withdrawals',
  body: 'WithdrawalBody',
  input,
  run: async (tx, asked) => {
    const id = await withdrawalId(tx, placed(asked));
    const [withdrawal] = id === undefined ? [] : await withdrawalsById(tx, [id]);
    if (!withdrawal) return fail('not_found', 'There is no such withdrawal.');
    const switches = await withdrawalSwitches(tx);
    const { account, address } = withdrawal;
    const related = await findWithdrawals(
      tx,
      { tab: 'open', sort: 'newest', alike: { account, address, not: withdrawal.id } },
      switches,
      MOST_RELATED,
    );
    const now = await databaseNow(tx);
    return ok({
      now: now.toISOString(),
      withdrawal: withdrawalView(withdrawal, switches, now),
      related: related.map((one) => withdrawalView(one, switches, now)),
      told: (await toldOf(tx, withdrawal.id)).map(({ at, takenAt, ...rest }) => ({
        ...{ ...rest, at: at.toISOString(), takenAt: takenAt?.toISOString() ?? null },
      })),
    });
  },
};
