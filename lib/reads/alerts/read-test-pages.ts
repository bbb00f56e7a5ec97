// The last test pages, each with who answered for whom, when and which way.
import { z } from 'zod';
import type { TestPagesBody } from '#lib/contract/on-call.ts';
import type { Read } from '#lib/reads/read.ts';
import { ok } from '#lib/rules/result.ts';
import { listTestPages } from '#lib/store/alerts/test-pages.ts';
import { databaseNow } from '#lib/store/clock.ts';

const input = z.strictObject({});

const MOST = 10;

export const readTestPages: Read<z.output<typeof input>, TestPagesBody> = {
  action: 'read-test-pages',
  body: 'TestPagesBody',
  input,
  run: async (tx) => {
    const pages = await listTestPages(tx, MOST);
    return ok({
      nextBefore: null,
      now: (await databaseNow(tx)).toISOString(),
      items: pages.map(({ id, number, at, by, reason, calls }) => ({
        ...{ id, number, at: at.toISOString(), by, reason },
        calls: calls.map((call) => ({ ...call, answeredAt: call.answeredAt?.toISOString() ?? null })),
      })),
    });
  },
};
