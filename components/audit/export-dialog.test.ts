// The address of an export carries what applies to its form and nothing else.
import { expect, test } from 'vitest';
import { exportAddress } from './export-dialog.tsx';

const filters = { text: 'a & b', kind: 'switch', person: '', switch: 'routing_mode' };

test('filters go along, escaped and only where set', () => {
  expect(exportAddress('csv', filters, '2026-03-19T03:07:00.000Z')).toBe(
    '/api/v1/audit-export?format=csv&from=2026-03-19T03%3A07%3A00.000Z&text=a+%26+b&kind=switch&switch=routing_mode',
  );
});

test('evidence takes the span alone', () => {
  expect(exportAddress('ndjson', filters, undefined)).toBe('/api/v1/audit-export?format=ndjson');
});
