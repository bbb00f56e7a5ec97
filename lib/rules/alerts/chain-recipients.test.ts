import { describe, expect, test } from 'vitest';
import { ESCALATION } from '#lib/catalog/alert-clocks.ts';
import { type CrewMember, recipientsOf } from './chain-recipients.ts';

const CREW: readonly CrewMember[] = [
  { id: 'eva', name: 'Eva', roles: ['engineer'] },
  { id: 'oli', name: 'Oli', roles: ['operations'] },
  { id: 'ria', name: 'Ria', roles: ['risk_manager', 'operations'] },
  { id: 'sam', name: 'Sam', roles: ['super_admin'] },
  { id: 'cto', name: 'Cleo', roles: ['executive'] },
  { id: 'aud', name: 'Aud', roles: ['auditor'] },
  { id: 'pat', name: 'Pat', roles: ['product_owner'] },
];

const told = (step: number, onCall: string | null) => {
  const entry = ESCALATION[step];
  if (!entry) throw new Error(`there is no step ${step}`);
  const { told: people, nobodyOnCall } = recipientsOf(entry, CREW, onCall);
  return { people: people.map(({ id, as }) => `${id} as ${as}`), nobodyOnCall };
};

describe('the chain of product.md section 4', () => {
  test('at once: the on-call and operations', () => {
    expect(told(0, 'eva')).toEqual({
      people: ['eva as on call', 'oli as operations', 'ria as operations'],
      nobodyOnCall: false,
    });
  });

  test('at 2 minutes: the risk managers', () => {
    expect(told(1, 'eva')).toEqual({ people: ['ria as risk manager'], nobodyOnCall: false });
  });

  test('at 5 minutes: the super admins', () => {
    expect(told(2, 'eva')).toEqual({ people: ['sam as super admin'], nobodyOnCall: false });
  });

  test('at 10 minutes: the executives', () => {
    expect(told(3, 'eva')).toEqual({ people: ['cto as executive'], nobodyOnCall: false });
  });

  test('these are all the steps', () => {
    expect(ESCALATION.map(({ afterSeconds }) => afterSeconds)).toEqual([0, 120, 300, 600]);
  });
});

test('whoever is on call and holds the role as well is told once', () => {
  expect(told(0, 'oli').people).toEqual(['oli as on call', 'ria as operations']);
});

test.each([
  ['there is no rota', null],
  ['the person on call may not sign in any more', 'gone'],
])('operations are told when %s, and that nobody is on call', (_case, onCall) => {
  expect(told(0, onCall)).toEqual({
    people: ['oli as operations', 'ria as operations'],
    nobodyOnCall: true,
  });
});
