import { expect, test } from 'vitest';
import { withdrawalExportAddress } from './withdrawal-export-dialog.tsx';

test('what narrows the screen narrows the file, and empty fields do not', () => {
  expect(
    withdrawalExportAddress({
      ...{ tab: 'done', sort: 'newest', text: 'a & b' },
      ...{ asset: '', from: '', to: '2026-03-19' },
    }),
  ).toBe('/api/v1/withdrawals-export?tab=done&sort=newest&text=a+%26+b&to=2026-03-19');
  expect(withdrawalExportAddress({ from: '', to: '' })).toBe('/api/v1/withdrawals-export');
});
