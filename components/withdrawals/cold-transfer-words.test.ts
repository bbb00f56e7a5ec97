import { expect, test } from 'vitest';
import type { ColdTransferView } from '#lib/contract/wallet.ts';
import { comingWords, transferStand } from './cold-transfer-words.ts';

const NOW = Date.parse('2026-03-19T03:10:00Z');
const transfer = (change: Partial<ColdTransferView> = {}): ColdTransferView => ({
  ...{ transferId: 'a', number: 3, asset: 'USDC', network: 'ethereum', amount: '50000', reference: 'x' },
  ...{ state: 'under-way', reason: 'Low', recordedAt: '2026-03-19T03:00:00Z', recordedBy: 'Ann' },
  ...{ dueAt: '2026-03-19T03:30:00Z', overdue: false, arrivedAmount: null, ended: null },
  ...change,
});
const LATE = { dueAt: '2026-03-19T03:06:00Z', overdue: true };
const ended = (by: string, reason: string | null) => ({ at: '2026-03-19T03:09:00Z', by, reason });

test('what comes is named with its amount, and what is late with how much', () => {
  expect(comingWords([transfer({ state: 'arrived', ended: ended('Ann', 'Seen') })], NOW)).toBeNull();
  expect(comingWords([transfer(), transfer({ number: 4, asset: 'BTC', amount: '1.5', ...LATE })], NOW)).toBe(
    'From cold storage: CT-3 with 50,000 USDC; CT-4 with 1.5 BTC, overdue by 4 min.',
  );
  const five = [3, 4, 5, 6, 7].map((number) => transfer({ number }));
  expect(comingWords(five, NOW)).toMatch(/CT-5 with 50,000 USDC and 2 more\.$/);
});

test.each<[string, Partial<ColdTransferView>, string, RegExp]>([
  ['under way', {}, 'plain', /due at 03:30/],
  ['overdue', LATE, 'crit', /Overdue by 4 min/],
  [
    'arrived whole',
    { state: 'arrived', arrivedAmount: '50000', ended: ended('Wallet service', null) },
    'ok',
    /^Arrived \(Wallet service/,
  ],
  [
    'arrived with less',
    { state: 'arrived', arrivedAmount: '49990.5', ended: ended('Wallet service', null) },
    'risk',
    /with 49,990\.5 USDC/,
  ],
  ['arrived by a person', { state: 'arrived', ended: ended('Ann', 'On the chain') }, 'ok', /On the chain/],
  ['cancelled', { state: 'cancelled', ended: ended('Ann', 'Never sent') }, 'plain', /Never sent/],
])('%s', (_, change, tone, text) => {
  const stand = transferStand(transfer(change), NOW);
  expect(stand.tone).toBe(tone);
  expect(stand.text).toMatch(text);
});
