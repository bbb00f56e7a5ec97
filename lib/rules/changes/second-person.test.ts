// Who may be the second person: never who asked, always somebody allowed every switch; and what waits for one at all.
import { expect, test } from 'vitest';
import { ROLE_NAMES, type Role } from '#lib/catalog/roles.ts';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import { ANONYMOUS, type PersonActor, SYSTEM } from '#lib/rules/actor.ts';
import { couldAgree, mayAgree, waitsForSecond } from './second-person.ts';

function person(id: string, ...roles: Role[]): PersonActor {
  return {
    kind: 'person',
    id,
    name: id,
    email: `${id}@bulkhead.example`,
    roles,
    via: 'session',
    factor: 'proven',
  };
}

test('only raising a critical switch, or taking a limit off, waits', () => {
  const change = { switch: 'routing_mode', newValue: 'NORMAL_MODE', direction: 'raising' } as const;
  expect(waitsForSecond(change)).toBe(true);
  expect(waitsForSecond({ ...change, direction: 'reducing' })).toBe(false);
  expect(waitsForSecond({ ...change, switch: 'hedge_max_leverage', newValue: 5 })).toBe(false);
  expect(waitsForSecond({ ...change, switch: 'daily_net_loss_limit', newValue: null })).toBe(true);
});

test('what a screen says of somebody is what the write path decides', () => {
  for (const role of ROLE_NAMES) {
    for (const name of SWITCH_NAMES) {
      const actor = person('b', role);
      const decided = mayAgree(actor, { requestedBy: 'a', changes: [{ switch: name }] }).ok;
      expect(couldAgree(actor, { requestedBy: 'a', switches: [name] }), `${role} on ${name}`).toBe(decided);
    }
  }
});

test('nobody agrees to what they asked for, and every switch counts', () => {
  const admin = person('a', 'super_admin');
  expect(couldAgree(admin, { requestedBy: 'a', switches: ['routing_mode'] })).toBe(false);
  const manager = person('m', 'risk_manager');
  expect(couldAgree(manager, { requestedBy: 'a', switches: ['routing_mode'] })).toBe(true);
  expect(couldAgree(manager, { requestedBy: 'a', switches: ['routing_mode', 'go_live_enabled'] })).toBe(
    false,
  );
});

test('the refusal says why: no person, who asked, or the switch that is not theirs', () => {
  const request = { requestedBy: 'a', changes: [{ switch: 'routing_mode' }, { switch: 'go_live_enabled' }] };
  for (const actor of [SYSTEM, ANONYMOUS])
    expect(mayAgree(actor, request)).toMatchObject({
      error: { code: 'forbidden', message: expect.stringContaining('by a person') },
    });
  expect(mayAgree(person('a', 'super_admin'), request)).toMatchObject({
    error: { code: 'forbidden', message: expect.stringMatching(/^You asked for this one/) },
  });
  expect(mayAgree(person('m', 'risk_manager'), request)).toMatchObject({
    error: { code: 'forbidden', message: expect.stringContaining('go_live_enabled') },
  });
  expect(mayAgree(person('b', 'super_admin'), request)).toEqual({ ok: true, value: true });
});

test('somebody without a role, and a switch that there is not', () => {
  expect(couldAgree(person('x'), { requestedBy: 'a', switches: ['routing_mode'] })).toBe(false);
  expect(couldAgree(person('b', 'super_admin'), { requestedBy: 'a', switches: ['no_such_switch'] })).toBe(
    false,
  );
  expect(waitsForSecond({ switch: 'no_such_switch', newValue: true, direction: 'raising' })).toBe(false);
  expect(waitsForSecond({ switch: 'routing_mode', newValue: 'HL_MODE', direction: 'rollback' })).toBe(false);
});
