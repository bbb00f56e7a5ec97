// What is said of a name that is no switch.
import { expect, test } from 'vitest';
import { noSuchSwitch } from './unknown-switch.ts';

test.each([
  ['hedge_enable', 'There is no switch "hedge_enable". Did you mean hedge_enabled?'],
  ['HEDGE_ENABLED', 'There is no switch "HEDGE_ENABLED". Did you mean hedge_enabled?'],
  ['my_routing_mode', 'There is no switch "my_routing_mode". Did you mean routing_mode?'],
  ['', 'There is no switch "".'],
  ['en', 'There is no switch "en".'],
  ['teleport', 'There is no switch "teleport".'],
  ['x'.repeat(5_000), `There is no switch "${'x'.repeat(60)}".`],
])('%s', (name, sentence) => {
  expect(noSuchSwitch(name)).toBe(sentence);
});

test('at most three names', () => {
  expect(noSuchSwitch('enabled').match(/ or /g)).toHaveLength(2);
});
