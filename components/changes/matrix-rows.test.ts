// Which button a row offers, which rows a filter keeps.
import { describe, expect, it } from 'vitest';
import { definitionOf, SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import { switchView } from '#test/console-views.ts';
import {
  filterRows,
  groupRows,
  type MatrixRow,
  matrixRows,
  NO_FILTER,
  rollbackWords,
} from './matrix-rows.ts';

function override(symbol: string, value: string) {
  return { symbol, value, revision: 2, changedAt: '2026-03-19T03:00:00Z' };
}

function rowsWith(
  changes: Partial<Record<SwitchName, Partial<SwitchView>>>,
  cannotSend: string | null = null,
) {
  return matrixRows(
    SWITCH_NAMES.map((name) => switchView(name, changes[name])),
    cannotSend,
  );
}

function row(rows: readonly MatrixRow[], name: SwitchName): MatrixRow {
  const found = rows.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
}

describe('the button of a row', () => {
  it('lowers in blue and loosens in amber', () => {
    const rows = rowsWith({ routing_mode: { value: 'NORMAL_MODE' } });
    expect(row(rows, 'routing_mode').offer).toMatchObject({ kind: 'safe', label: 'HL_MODE', heldBy: null });
    expect(row(rows, 'hedge_enabled').offer).toMatchObject({ kind: 'loosens', label: 'By hand' });
  });

  it('is not offered at or beyond the rollback', () => {
    const rows = rowsWith({ betting_threshold: { value: '0' }, hedge_enabled: { value: false } });
    expect(row(rows, 'betting_threshold').offer).toEqual({ kind: 'safest' });
    expect(row(rows, 'routing_mode').offer).toEqual({ kind: 'safest' });
    expect(row(rows, 'hedge_enabled').offer).toEqual({ kind: 'loosened' });
    expect(row(rows, 'hedge_execution').offer).toEqual({ kind: 'none' });
  });

  it('names the amount when it halves, and sets overrides too', () => {
    const rows = rowsWith({
      max_internal_exposure_usd: { value: '100000' },
      normal_threshold: { value: '0', overrides: [override('BTC', '5000')] },
    });
    expect(row(rows, 'max_internal_exposure_usd').offer).toMatchObject({ label: '$50,000' });
    expect(row(rows, 'normal_threshold').offer).toMatchObject({
      kind: 'safe',
      wanted: [{ switch: 'normal_threshold', symbol: 'BTC', value: '0' }],
    });
  });

  it('tells who may, before why it cannot be sent', () => {
    const rows = rowsWith({ withdrawal_enabled: { mayChange: false } }, 'You are offline.');
    expect(row(rows, 'withdrawal_enabled').offer).toMatchObject({
      heldBy: 'Only a super admin may change withdrawal_enabled.',
    });
    expect(row(rows, 'new_orders_enabled').offer).toMatchObject({ heldBy: 'You are offline.' });
  });
});

it('says a rollback as an act', () => {
  expect(rollbackWords(definitionOf('routing_mode'))).toEqual({
    before: 'Set',
    after: 'to HL_MODE',
    act: 'Set HL_MODE',
  });
  expect(rollbackWords(definitionOf('normal_threshold')).act).toBe('Set $0');
  expect(rollbackWords(definitionOf('max_internal_exposure_usd')).act).toBe('Halve');
  expect(rollbackWords(definitionOf('global_betting_enabled')).after).toBe('off, HL_MODE');
  expect(rollbackWords(definitionOf('withdrawal_enabled')).act).toBe('Disable');
  expect(rollbackWords(definitionOf('testnet_accounts')).before).toBe('Roll back');
  expect(rollbackWords(definitionOf('hedge_enabled'))).toEqual({
    before: 'Turn',
    after: 'off, by hand',
    act: 'Turn off',
  });
});

describe('filters', () => {
  const rows = rowsWith({
    hedge_max_leverage: { value: 2 },
    normal_threshold: { overrides: [override('ETH', '1000')] },
  });

  it('count an override as off default', () => {
    const names = filterRows(rows, { ...NO_FILTER, offDefault: true }).map((one) => one.name);
    expect(names).toEqual(['normal_threshold', 'hedge_max_leverage']);
  });

  it('keep what can be lowered', () => {
    const names = filterRows(rows, { ...NO_FILTER, canBeLowered: true }).map((one) => one.name);
    expect(names).toContain('normal_threshold');
    expect(names).not.toContain('hedge_enabled');
    expect(names).not.toContain('routing_mode');
  });

  it('find by name, label, group, value and symbol, every word', () => {
    const find = (text: string) => filterRows(rows, { ...NO_FILTER, text }).map((one) => one.name);
    expect(find('hedge leverage')).toEqual(['hedge_max_leverage']);
    expect(find('ETH $1,000')).toEqual(['normal_threshold']);
    expect(find('forced hl')).toHaveLength(2);
    expect(find('nothing of that kind')).toEqual([]);
  });
});

it('groups in the order of the catalogue, the manual first', () => {
  const groups = groupRows(rowsWith({}));
  expect(groups.filter((group) => group.manual).flatMap((group) => group.rows)).toHaveLength(20);
  expect(groups[0]?.rows[0]?.name).toBe('global_betting_enabled');
  expect(definitionOf('trading_enabled').group).toBe(groups.find((group) => !group.manual)?.group);
});

it('skips a switch that the catalogue does not know', () => {
  expect(matrixRows([{ ...switchView('routing_mode'), name: 'gone' }], null)).toEqual([]);
});
