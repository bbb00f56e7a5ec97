// How long it took to confirm alerts, to act, and until the action was effective: by alert and by week.
import { z } from 'zod';
import type { AlertTimes, AlertTimesBody } from '#lib/contract/alert-history.ts';
import type { Read } from '#lib/reads/read.ts';
import { firstWeek, weeksFrom } from '#lib/rules/alerts/weeks.ts';
import { ok } from '#lib/rules/result.ts';
import { firingTimes, type TimesRow } from '#lib/store/alerts/alert-history.ts';
import { databaseNow } from '#lib/store/clock.ts';

const MOST_WEEKS = 104;
const WEEKS = `Send a whole number of weeks from 1 to ${MOST_WEEKS}.`;

const input = z.strictObject({
  weeks: z
    .string()
    .regex(/^\d{1,4}$/, WEEKS)
    .transform(Number)
    .refine((count) => count >= 1 && count <= MOST_WEEKS, WEEKS)
    .meta({ type: 'integer', minimum: 1, maximum: MOST_WEEKS, default: 12, description: 'How many weeks.' })
    .default(12),
  drills: z
    .enum(['yes', 'no'], { error: 'Drills: yes or no.' })
    .default('no')
    .describe('Whether drills count.'),
});

function timesOf(row: TimesRow): AlertTimes {
  return {
    ...{ alert: row.alert, week: row.week?.toISOString() ?? null, fired: row.fired },
    confirm: {
      ...{ count: row.confirmCount, medianMs: row.confirmMedian },
      ...{ worstMs: row.confirmWorst, late: row.confirmLate },
    },
    act: {
      ...{ count: row.actCount, medianMs: row.actMedian, worstMs: row.actWorst, late: row.actLate },
    },
    effect: {
      ...{ count: row.effectCount, medianMs: row.effectMedian },
      ...{ worstMs: row.effectWorst, late: row.effectLate },
    },
  };
}

export const readAlertTimes: Read<z.output<typeof input>, AlertTimesBody> = {
  action: 'read-alert-times',
  body: 'AlertTimesBody',
  input,
  run: async (tx, { weeks, drills }) => {
    const now = await databaseNow(tx);
    const since = firstWeek(now, weeks);
    const rows = await firingTimes(tx, since, drills === 'yes');
    return ok({
      now: now.toISOString(),
      weeks: weeksFrom(since, weeks).map((week) => week.toISOString()),
      items: rows.map(timesOf),
      nextBefore: null,
    });
  },
};
