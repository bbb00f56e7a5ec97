// The page of the API from the real document: who may, a call that works, refusals with their sentence, the filter.
import { describe, expect, test } from 'vitest';
import { apiDocument } from '#lib/api/document.ts';
import { apiView, fitting, type OperationView } from './api-view.ts';

const view = apiView(apiDocument(), { console: 'http://console', edge: 'http://edge' });

function operation(id: string): OperationView {
  const found = view.groups.flatMap((group) => group.operations).find((one) => one.id === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
}

describe('an operation', () => {
  test('of a command', () => {
    const one = operation('set-switch');
    expect(one).toMatchObject({ method: 'POST', who: 'Risk manager, super admin', answers: 'ChangeAnswer' });
    expect(one.curl).toBe(
      [
        "curl 'http://console/api/v1/commands/set-switch' \\",
        '  -H "authorization: Bearer $TOKEN" \\',
        "  -H 'content-type: application/json' \\",
        '  -d \'{"switch":"routing_mode","value":"HL_MODE","reason":"incident rollback"}\'',
      ].join('\n'),
    );
    expect(one.takes.map((field) => `${field.where} ${field.name}`)).toEqual([
      'header Idempotency-Key',
      'header Bulkhead-Step-Up',
      'body switch',
      'body value',
      'body symbol',
      'body reason',
      'body expectedRevision',
      'body expectedEpoch',
      'body until',
      'body owner',
      'body incident',
      'body breakGlass',
      'body breakGlass.incident',
    ]);
    expect(one.codes).toContainEqual({ status: '422', code: 'invalid_reason' });
  });

  test('of a read with a parameter it needs, open to keys', () => {
    const one = operation('read-switch-history');
    expect(one.who).toBe('Everybody signed in; keys with switches:read');
    expect(one.curl).toContain("'http://console/api/v1/switch-history?switch=routing_mode'");
  });

  test('of the edge, of a stream, and for anybody', () => {
    expect(operation('edge-switch')).toMatchObject({ who: 'Keys with switches:read', answers: 'SwitchBody' });
    expect(operation('edge-switch').curl).toContain("'http://edge/config/switch/routing_mode'");
    expect(operation('edge-switch').curl).toContain('Bearer $KEY');
    expect(operation('live').curl).toMatch(/^curl -N 'http:\/\/console\/api\/v1\/live'/);
    expect(operation('healthz')).toMatchObject({ who: 'Anybody', curl: "curl 'http://console/healthz'" });
  });
});

test('names of types lead to an entry', () => {
  const known = new Set(view.types.map((type) => type.name));
  const named = [
    ...view.groups
      .flatMap((group) => group.operations)
      .flatMap((one) => [
        ...(one.answers ? [one.answers] : []),
        ...one.takes.flatMap((field) => field.types),
      ]),
    ...view.types.flatMap((type) => type.fields.flatMap((field) => field.types)),
  ];
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('every code that an operation refuses with has its sentence', () => {
  const codes = view.groups.flatMap((group) => group.operations).flatMap((one) => one.codes);
  const explained = new Set(view.errors.map((error) => error.code));
  expect(codes.filter(({ code }) => !explained.has(code))).toEqual([]);
  expect(view.errors.find((error) => error.code === 'conflict')).toEqual({
    ...{ code: 'conflict', status: 409, exit: 6 },
    when: 'It changed in the meantime. Look again, then decide again.',
  });
});

test('the filter wants every word somewhere, whatever their case', () => {
  const ids = (filter: string) =>
    fitting(view.groups, filter).flatMap((group) => group.operations.map((one) => one.id));
  expect(ids('SWITCH rollback')).toContain('rollback-switch');
  expect(ids('expectedrevision')).toContain('set-switch');
  expect(ids('no such thing')).toEqual([]);
  expect(ids(' ').length).toBe(view.groups.flatMap((group) => group.operations).length);
});
