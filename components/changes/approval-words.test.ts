// Who may decide, in words and by name, and what became of a request.
import { expect, test } from 'vitest';
import type { ChangeRequestView } from '#lib/contract/approvals.ts';
import {
  approversOf,
  closedAt,
  decidersOf,
  decidingRoles,
  orList,
  stateWords,
  waitingFor,
  wordAsked,
  wordHeldBy,
} from './approval-words.ts';

test('names stay few', () => {
  expect(orList(['A'])).toBe('A');
  expect(orList(['A', 'B'])).toBe('A or B');
  expect(orList(['A', 'B', 'C', 'D'])).toBe('A, B or 2 others');
});

test('the roles that may decide are those that every switch allows', () => {
  expect(decidingRoles(['routing_mode'])).toBe('risk manager or super admin');
  expect(decidingRoles(['routing_mode', 'go_live_enabled'])).toBe('super admin');
});

test('whoever asked is never among those who may decide', () => {
  const deciders = [
    { id: 'a', name: 'Ann', roles: ['super_admin'] },
    { id: 'b', name: 'Bo', roles: ['super_admin'] },
    { id: 'c', name: 'Cy', roles: ['risk_manager'] },
  ];
  expect(decidersOf(deciders, { requestedBy: 'a', switches: ['go_live_enabled'] })).toEqual(['Bo']);
  expect(decidersOf(deciders, { requestedBy: 'a', switches: ['routing_mode'] })).toEqual(['Bo', 'Cy']);
  const request = {
    id: 'r',
    number: 1,
    requestedBy: { id: 'a', name: 'Ann' },
    switches: ['go_live_enabled'],
    expiresAt: '2026-03-19T03:30:00.000Z',
  };
  expect(waitingFor({ id: 'b', roles: ['super_admin'] }, [request])).toEqual([request]);
  expect(waitingFor({ id: 'a', roles: ['super_admin'] }, [request])).toEqual([]);
  expect(waitingFor({ id: 'c', roles: ['risk_manager'] }, [request])).toEqual([]);
});

test('while a P0 is open only a super admin approves, and a risk manager reads who that is', () => {
  const deciders = [
    { id: 'a', name: 'Ann', roles: ['super_admin'] },
    { id: 'c', name: 'Cy', roles: ['risk_manager'] },
  ];
  const cy = { roles: ['risk_manager'] };
  const changes: ChangeRequestView['changes'] = [
    {
      ...{ switch: 'routing_mode', symbol: null, oldValue: 'HL_MODE', newValue: 'NORMAL_MODE' },
      ...{ oldInherited: false, newInherited: false, direction: 'raising' },
    },
  ];
  const request = { requestedBy: { id: 'b', name: 'Bo' }, changes, takesWord: null };
  expect(approversOf(deciders, request)).toEqual(['Ann', 'Cy']);
  expect(wordHeldBy(request, cy, deciders)).toBeNull();
  const held = { ...request, takesWord: { number: 12, title: 'HL is disconnected' } };
  expect(approversOf(deciders, held)).toEqual(['Ann']);
  expect(wordHeldBy(held, { roles: ['super_admin'] }, deciders)).toBeNull();
  expect(wordHeldBy(held, cy, deciders)).toBe(
    "A-12 (HL is disconnected) is open: until it is over, raising takes a super admin's word, and Ann may approve it. You may refuse it.",
  );
  expect(wordHeldBy(held, cy, [])).toContain('no super admin is here');
  expect(decidingRoles(['routing_mode'], true)).toBe('super admin');
});

test('whoever is about to raise while a P0 is open reads that it takes a super admin', () => {
  const p0 = { number: 12, title: 'HL is disconnected' };
  const cy = { roles: ['risk_manager'] };
  expect(wordAsked(p0, cy, true)).toBe(
    "A-12 (HL is disconnected) is open: until it is over, raising takes a super admin's word.",
  );
  expect(wordAsked(p0, cy, false)).toBeNull();
  expect(wordAsked(p0, { roles: ['risk_manager', 'super_admin'] }, true)).toBeNull();
  expect(wordAsked(null, cy, true)).toBeNull();
});

test('what became of a request, and when', () => {
  const times = { decidedAt: null, voidedBy: null, expiresAt: '2026-03-19T03:30:00.000Z' };
  expect(closedAt(times)).toBe('2026-03-19T03:30:00.000Z');
  const voidedBy = { changeSetId: 's', name: 'Ann', at: '2026-03-19T03:10:00.000Z' };
  expect(closedAt({ ...times, voidedBy })).toBe('2026-03-19T03:10:00.000Z');
  expect(stateWords({ state: 'refused', decidedBy: { id: 'a', name: 'Ann' } })).toBe('Refused by Ann');
});
