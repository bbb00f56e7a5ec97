import { expect, test } from 'vitest';
import { arrivals, contradicted, dueAt, type Receipt, sameWritten } from './cold-transfer.ts';

const TX = `0x${'5e'.repeat(32)}`;
const receipt = (change: Partial<Receipt> = {}): Receipt => ({
  ...{ network: 'ethereum', asset: 'USDC', reference: TX, amount: '50000' },
  ...change,
});
const transfer = { id: 'a', number: 3, ...receipt() };

test('a transfer has arrived by the receipt of its transaction, with what came in by it', () => {
  expect(arrivals([transfer], [receipt({ amount: '49999.5' })])).toEqual([{ transfer, amount: '49999.5' }]);
  expect(arrivals([transfer], [])).toEqual([]);
});

test.each<[string, Partial<Receipt>]>([
  ['another transaction', { reference: `0x${'5f'.repeat(32)}` }],
  ['another network', { network: 'arbitrum' }],
  ['another asset', { asset: 'USDT' }],
])('%s of the same amount is not its arrival', (_, change) => {
  expect(arrivals([transfer], [receipt(change)])).toEqual([]);
});

test('a transaction brings one amount: another one is a contradiction, also within one report', () => {
  expect(contradicted([receipt({ amount: '50000.00' })], [receipt()])).toEqual([]);
  expect(contradicted([receipt(), receipt({ amount: '1' })], [])).toEqual([1]);
  expect(contradicted([receipt({ amount: '1' }), receipt({ asset: 'USDT' })], [receipt()])).toEqual([0]);
});

test('ids of transactions are the same in capitals; other references are taken as they are written', () => {
  expect(sameWritten(TX.toUpperCase().replace('0X', '0x'))).toBe(TX);
  expect(sameWritten('AB'.repeat(32))).toBe('ab'.repeat(32));
  expect(sameWritten('Custody-17')).toBe('Custody-17');
});

test('how long it may take is that of its network', () => {
  const at = new Date('2026-03-19T03:00:00Z');
  expect(dueAt('ethereum', at).toISOString()).toBe('2026-03-19T03:30:00.000Z');
  expect(dueAt('bitcoin', at).toISOString()).toBe('2026-03-19T04:30:00.000Z');
});
