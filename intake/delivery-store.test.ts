// One commit for all that wait: what comes during a commit goes into the next, none is answered before its own.
import type pg from 'pg';
import { expect, test } from 'vitest';
import type { Connection } from '#lib/door/connection.ts';
import { createLog } from '#lib/process/log.ts';
import { createDeliveryStore } from './delivery-store.ts';

const KEY = '00000000-0000-4000-8000-000000000001';

interface Sent {
  bodies: Buffer;
  lengths: number[];
  done(error?: Error): void;
}

/** A connection whose statements end when the test says so. */
function scripted() {
  const sent: Sent[] = [];
  const heard: (() => void)[] = [];
  let drops = 0;
  let there = true;
  const client = {
    query: ({ values }: { values: [string[], string[], number[], Buffer, number[]] }) =>
      new Promise<void>((resolve, reject) => {
        const [, , , bodies, lengths] = values;
        sent.push({ bodies, lengths, done: (error) => (error ? reject(error) : resolve()) });
        heard.shift()?.();
      }),
  } as unknown as pg.Client;
  const connection: Connection = {
    client: () => (there ? client : undefined),
    drop: () => {
      drops += 1;
    },
    close: async () => {},
  };
  return {
    store: createDeliveryStore(connection, createLog('intake', { level: 'silent' })),
    /** The nth statement, as soon as it is sent. */
    async statement(nth: number): Promise<Sent> {
      while (sent.length < nth) await new Promise<void>((resolve) => heard.push(resolve));
      const one = sent[nth - 1];
      if (!one) throw new Error('no statement');
      return one;
    },
    sent,
    drops: () => drops,
    lose: () => {
      there = false;
    },
  };
}

const delivery = (body: string | Buffer) => ({
  ...{ source: 'alertmanager' as const, keyId: KEY },
  body: Buffer.from(body),
});

test('what comes while one is being committed shares the next commit, and is answered after it', async () => {
  const { store, statement, sent } = scripted();
  const answered: string[] = [];
  const add = (name: string) =>
    store.add(delivery(name)).then((stored) => answered.push(`${name} ${stored}`));
  const first = add('one');
  const { bodies, done } = await statement(1);
  expect(bodies.toString()).toBe('one');
  const rest = ['two', 'three!', ''].map(add);
  expect(store.waiting()).toBe(3);
  expect(answered).toEqual([]);
  done();
  const next = await statement(2);
  await first;
  expect(answered).toEqual(['one true']);
  expect([next.bodies.toString(), next.lengths]).toEqual(['twothree!', [3, 6, 0]]);
  next.done();
  await Promise.all(rest);
  expect(answered).toEqual(['one true', 'two true', 'three! true', ' true']);
  expect(sent).toHaveLength(2);
  expect(store.counts()).toMatchObject({ stored: 4, bytes: 12, commits: 2, failed: 0 });
});

test('a commit that fails is told to each that shared it, and the connection is given up', async () => {
  const { store, statement, drops } = scripted();
  const all = Promise.all(['a', 'b'].map((name) => store.add(delivery(name))));
  (await statement(1)).done(new Error('the server closed the connection'));
  expect(await all).toEqual([false, false]);
  expect([drops(), store.counts()]).toEqual([1, { stored: 0, bytes: 0, commits: 0, failed: 2 }]);
});

test('without a connection nobody waits', async () => {
  const { store, lose, sent } = scripted();
  lose();
  expect(await Promise.all([store.add(delivery('a')), store.add(delivery('b'))])).toEqual([false, false]);
  expect(sent).toEqual([]);
});

test('a commit is bounded by rows and bytes, and one delivery goes however large it is', async () => {
  const { store, statement } = scripted();
  const large = Buffer.alloc(5_000_000);
  const all = Promise.all([
    store.add(delivery('small')),
    store.add(delivery(large)),
    ...Array.from({ length: 1_200 }, () => store.add(delivery('x'))),
  ]);
  const lengths: number[] = [];
  for (let nth = 1; nth <= 4; nth += 1) {
    const one = await statement(nth);
    lengths.push(one.lengths.length);
    one.done();
  }
  expect(lengths).toEqual([1, 1, 1_000, 200]);
  expect(new Set(await all)).toEqual(new Set([true]));
});
