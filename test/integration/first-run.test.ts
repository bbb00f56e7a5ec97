// The first run of an installation: one link at a time makes its first super admin, and none once there is one.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueFirstRunLink } from '#lib/commands/access/issue-first-run-link.ts';
import { useLink } from '#lib/commands/access/use-link.ts';
import { ANONYMOUS, SYSTEM } from '#lib/rules/actor.ts';
import { type Executed, execute } from '#lib/write/execute.ts';
import { answered, openConsoleDatabase } from '#test/console-database.ts';

let opened: Awaited<ReturnType<typeof openConsoleDatabase>>;
beforeAll(async () => {
  opened = await openConsoleDatabase();
});
afterAll(() => opened.close());

const person = { password: 'four unrelated words here', email: 'first@exchange.example', name: 'First' };

async function issued(): Promise<string | undefined> {
  const result = await answered(() => execute(issueFirstRunLink, {}, SYSTEM));
  if (!result.ok) throw new Error(result.error.message);
  return result.value?.link.split('#')[1];
}

const use = (input: object) => answered(() => execute(useLink, input, ANONYMOUS));
const outcome = (result: Executed<unknown>) => (result.ok ? 'done' : result.error.code);

test('the newest link makes the first super admin, who has to say who they are; then there is no other', async () => {
  const [first, second] = [await issued(), await issued()];
  expect(outcome(await use({ ...person, link: first }))).toBe('not_found');
  expect(outcome(await use({ link: second, password: person.password }))).toBe('invalid_input');
  const racing = await Promise.all(
    ['a', 'b', 'c'].map((name) => use({ ...person, email: `${name}@exchange.example`, link: second })),
  );
  expect(racing.filter((result) => result.ok)).toHaveLength(1);
  expect(outcome(await use({ ...person, link: second }))).toBe('not_found');
  expect(await issued()).toBeUndefined();
});
