// The list of what was decided last.
import { expect, test } from 'vitest';
import { aWithdrawalView } from '#test/withdrawal-views.ts';
import { decidedRows } from './withdrawal-decided.ts';

const approvals = (id: string) => [
  { by: { id, name: `Name of ${id}` }, at: '2026-11-27T11:59:30Z', stands: true },
];

test('what I can take back stands first and once, then what others decided', () => {
  const mine = aWithdrawalView({ withdrawalId: 'a', state: 'approved', approvals: approvals('me') });
  const theirs = aWithdrawalView({ withdrawalId: 'b', state: 'approved', approvals: approvals('other') });
  const rows = decidedRows(
    {
      undoable: [mine],
      decided: [
        { verb: 'approved', at: '2026-11-27T11:59:40Z', by: 'Name of other', withdrawal: theirs },
        { verb: 'approved', at: '2026-11-27T11:59:30Z', by: 'Name of me', withdrawal: mine },
      ],
    },
    { id: 'me' },
  );
  expect(rows.map((row) => [row.withdrawal.withdrawalId, row.by, row.mine])).toEqual([
    ['a', 'Name of me', true],
    ['b', 'Name of other', false],
  ]);
});
