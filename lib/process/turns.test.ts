// Who runs when: a few ordinary pieces of work at once, in order, and none that begins beside something urgent.
import { expect, test } from 'vitest';
import { aheadOfTurns, inTurn } from './turns.ts';

/** A piece of work that ends when it is told to. */
function piece(log: string[], name: string) {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end,
    work: async () => {
      log.push(name);
      await ended;
      return name;
    },
  };
}

/** Lets everything that can go on without an outside event go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('four run at once, the others in the order they came, and each gets its own answer', async () => {
  const log: string[] = [];
  const pieces = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => piece(log, name));
  const answers = pieces.map(({ work }) => inTurn(work));
  await settled();
  expect(log).toEqual(['a', 'b', 'c', 'd']);
  pieces[2]?.end();
  await settled();
  expect(log).toEqual(['a', 'b', 'c', 'd', 'e']);
  for (const { end } of pieces) end();
  expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

test('urgent work begins at once, and what has not begun waits for it', async () => {
  const log: string[] = [];
  const [running, urgent, later] = [piece(log, 'running'), piece(log, 'urgent'), piece(log, 'later')];
  const answers = [inTurn(running.work)];
  await settled();
  answers.push(aheadOfTurns(urgent.work), inTurn(later.work));
  await settled();
  expect(log).toEqual(['running', 'urgent']);
  running.end();
  await settled();
  expect(log).toEqual(['running', 'urgent']);
  urgent.end();
  await settled();
  expect(log).toEqual(['running', 'urgent', 'later']);
  later.end();
  await Promise.all(answers);
});

test('work that fails gives its turn back', async () => {
  const fail = () => inTurn(() => Promise.reject(new Error('broken')));
  for (let turn = 0; turn < 6; turn += 1) await expect(fail()).rejects.toThrow('broken');
  await expect(aheadOfTurns(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await inTurn(async () => 'runs')).toBe('runs');
});
