// Withdrawals on the command line: the queue, one request, and the policy, against a scripted console.
import { expect, test } from 'vitest';
import type { WithdrawalPolicyBody } from '#lib/contract/withdrawals.ts';
import { matchPolicy } from '#lib/rules/withdrawals/withdrawal-policy.ts';
import { scriptedCli } from '#test/scripted-cli.ts';
import { ok, refused } from '#test/scripted-console.ts';
import { aWithdrawalView } from '#test/withdrawal-views.ts';

const ONE = aWithdrawalView({ amount: '0.123456789012345678', asset: 'ETH', account: 'u_1\u001b[2J' });
const YOUNG: WithdrawalPolicyBody['rules'][number] = {
  ...{ key: 'young-destination', label: 'Above $2,500 to a destination of the last 24 hours' },
  ...{ people: 2, oneOf: null, asks: '2 different people' },
};
const NOW = new Date('2026-11-27T12:00:00Z');
const { steps } = matchPolicy(
  {
    ...{ asset: 'USDC', usdValue: '4200', accountSince: new Date(0) },
    destinationSince: new Date(NOW.getTime() - 3 * 3_600_000),
  },
  NOW,
);

const { server, line: bulkhead } = await scriptedCli(() => ({
  withdrawals: ok({ items: [ONE], nextBefore: null, tabs: { open: { count: 1, usd: '412.5' } } }),
  withdrawal: ok({ withdrawal: ONE, related: [], told: [] }),
  'withdrawal-policy': ok({ rules: [YOUNG], match: { rule: YOUNG, steps } }),
}));
const askedFor = () => Object.fromEntries(new URLSearchParams(server.asked.at(-1)?.url.split('?')[1]));

test('policy says which rule is met, and why not those before it', async () => {
  const { code, out } = await bulkhead('withdrawal policy --usd 4200 --destination-age 3h');
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    'not  largest: $4,200.00 is not above $100,000',
    'not  large: $4,200.00 is not above $10,000',
    expect.stringMatching(/^meets {2}young-destination: .*known for 3 hours, less than 24 hours$/),
    'Above $2,500 to a destination of the last 24 hours. 2 different people.',
    '',
  ]);
  expect(askedFor()).toEqual({ asset: 'USDC', usdValue: '4200', destinationHours: '3' });
});

test.each([
  ['--destination-age 2d', { destinationHours: '48' }],
  ['--account-age 40d', { accountDays: '40' }],
  // A day that is not over is none.
  ['--account-age 47h', { accountDays: '1' }],
  ['--account-age 0d --destination-age 0h', { accountDays: '0', destinationHours: '0' }],
])('policy %s asks for %j', async (ages, asked) => {
  expect((await bulkhead(`withdrawal policy --asset BTC --usd 0.07 ${ages}`)).code).toBe(0);
  expect(askedFor()).toEqual({ asset: 'BTC', usdValue: '0.07', ...asked });
});

test.each([
  ['withdrawal policy', /--usd/],
  ['withdrawal policy --usd 5 --asset DOGE', /USDC, USDT, ETH, BTC/],
  ['withdrawal policy --usd 5 --destination-age 3', /such as 3h or 40d/],
  ['withdrawal policy --usd 5 --account-age -3d', /such as 3h or 40d/],
  ['withdrawal list --tab nowhere', /open, pending, second/],
])('%s is refused before the console is asked', async (words, why) => {
  expect(await bulkhead(words)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(why) });
  expect(server.asked).toEqual([]);
});

test('a value that the console refuses is said with its sentence', async () => {
  server.answers['withdrawal-policy'] = refused(
    'invalid_input',
    400,
    'Write the value out, without an exponent.',
  );
  expect(await bulkhead('withdrawal policy --usd 1e30')).toMatchObject({
    ...{ code: 2, out: '', err: 'Write the value out, without an exponent.\n' },
  });
});

test('list shows each with every digit and its cause; what a service wrote moves no cursor', async () => {
  const { code, out } = await bulkhead('withdrawal list --tab pending --search u_1');
  expect(code).toBe(0);
  expect(out).toMatch(/^REQUEST .*\nW-7 +u_1\[2J +0\.123456789012345678 ETH +412\.5 .*Needs one approval/);
  expect(out).not.toContain('\u001b');
  expect(askedFor()).toEqual({ tab: 'pending', limit: '200', text: 'u_1' });
  server.answers.withdrawals = ok({ items: [], nextBefore: null, tabs: {} });
  expect(await bulkhead('withdrawal list')).toEqual({
    code: 0,
    out: '',
    err: 'There is no such withdrawal.\n',
  });
});

test.each([
  ['W-7', { number: '7' }],
  ['w-7', { number: '7' }],
  ['wd-7', { id: 'wd-7' }],
])('show %s asks for %j, and says what keeps it here', async (name, asked) => {
  const { code, out } = await bulkhead(`withdrawal show ${name}`);
  expect(code).toBe(0);
  expect(askedFor()).toEqual(asked);
  expect(out).toContain('W-7  0.123456789012345678 ETH, $412.5  Waits for approval\n');
  expect(out).toContain('Up to $10,000: One approval\n');
  expect(out).toMatch(/ {2}Needs one approval\n$/);
});
