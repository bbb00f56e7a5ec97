// record-integrity: a check of the audit chain found a break (raising changes stop), or found an earlier one explained.
import { z } from 'zod';
import { ok } from '#lib/rules/result.ts';
import { type Integrity, integrity, markBroken, markRepaired } from '#lib/store/audit/integrity.ts';
import { databaseNow } from '#lib/store/clock.ts';
import type { Command } from '#lib/write/command.ts';

const input = z.discriminatedUnion('found', [
  z.strictObject({ found: z.literal('break'), seq: z.int().min(0), why: z.string().min(1).max(500) }),
  z.strictObject({ found: z.literal('sound') }),
]);

type Input = z.output<typeof input>;

export const recordIntegrity: Command<Input, void, Integrity, Input, { changed: boolean }> = {
  name: 'record-integrity',
  input,
  body: null,
  load: async (tx) => ({ state: await integrity(tx, true), now: await databaseNow(tx) }),
  decide: (state, found) => {
    const same = found.found === 'break' ? state.brokenSeq === found.seq : state.brokenSeq === null;
    if (same) return ok({ next: null, events: [], effects: [], answer: { changed: false } });
    return ok({
      next: found,
      events: [
        found.found === 'break'
          ? {
              kind: 'audit.broken',
              subject: `entry ${found.seq}`,
              oldValue: 'sound',
              newValue: 'broken',
              reason: found.why,
            }
          : {
              kind: 'audit.sound',
              subject: `entry ${state.brokenSeq}`,
              oldValue: 'broken',
              newValue: 'sound',
              reason: 'A full check against the outside checkpoints found no break',
            },
      ],
      effects: [{ kind: 'notify', channel: 'bulkhead_reports', payload: '1' }],
      answer: { changed: true },
    });
  },
  save: (tx, found) => (found.found === 'break' ? markBroken(tx, found.seq, found.why) : markRepaired(tx)),
};
