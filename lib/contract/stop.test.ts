// What the emergency stop does, written by hand from manual 2, part 8 (halt strategies, cancel, close, disconnect) and its values.
import { expect, test } from 'vitest';
import { STOP_ORDERS, STOP_SETTINGS } from '#lib/catalog/emergency.ts';
import { STOP_COMMANDS, STOP_VALUES } from './stop.ts';
import { stopCommandId } from './stop-command-id.ts';

const SWITCHES = [
  ['trading_enabled', false],
  ['new_orders_enabled', false],
  ['strategies_enabled', false],
  ['global_betting_enabled', false],
  ['routing_mode', 'HL_MODE'],
];

test('it sets trading, new orders, strategies and betting off, and HL_MODE; nothing else', () => {
  expect(Object.entries(STOP_VALUES)).toEqual(SWITCHES);
  expect(STOP_SETTINGS.map(({ switch: name, value }) => [name, value])).toEqual(SWITCHES);
});

test('it cancels open orders, closes positions at market, and then disconnects', () => {
  expect(STOP_COMMANDS).toEqual(['cancel_all_orders', 'close_all_positions', 'disconnect']);
  expect(STOP_ORDERS).toEqual(STOP_COMMANDS);
});

test('its commands have the same ids at every edge, in every version', () => {
  expect(
    STOP_COMMANDS.map((command) => stopCommandId('00000000-0000-4000-8000-000000000001', command)),
  ).toEqual([
    'c6b0dbf7-b806-898c-b28f-47c3dbd73b4a',
    '2bf0ce65-8ac9-8b99-8357-ee3eda2a729b',
    '345a8f8c-4f6e-898a-b9a2-310c0a3d4774',
  ]);
});
