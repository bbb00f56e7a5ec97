// The generated schemas are what the types say today; run scripts/generate-bodies.ts when this fails.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bodiesText } from '#scripts/generate-bodies.ts';
import { misfits } from '#test/api-answers.ts';
import type { NameOf } from './bodies.ts';
import type { ChangedAnswer, MeBody } from './console.ts';

test('the file is the text that the types give', { timeout: 60_000 }, () => {
  const file = readFileSync(new URL('./bodies.generated.ts', import.meta.url), 'utf8');
  expect(file).toBe(bodiesText());
});

test('a type has its own name and no other', () => {
  const right: NameOf<MeBody> = 'MeBody';
  // @ts-expect-error the name of another type
  const wrong: NameOf<MeBody> = 'ChangedAnswer';
  // @ts-expect-error a type that is only like one of the bodies
  const like: NameOf<ChangedAnswer & { more: string }> = 'ChangedAnswer';
  expect([right, wrong, like]).toEqual(['MeBody', 'ChangedAnswer', 'ChangedAnswer']);
});

test('what is missing, too much, of another type or no time is found', () => {
  const me = {
    id: '1',
    name: 'A',
    email: 'a@b.example',
    roles: ['auditor'],
    environment: 'demo',
    factor: 'none',
  };
  expect(misfits('MeBody', me)).toEqual([]);
  const { name: _, ...nameless } = me;
  expect(misfits('MeBody', nameless)).toEqual(["/ must have required property 'name'"]);
  expect(misfits('MeBody', { ...me, more: 1 })).toEqual(['/ must NOT have additional properties']);
  expect(misfits('MeBody', { ...me, roles: 'auditor' })).toEqual(['/roles must be array']);
  const snapshot = { epoch: 1, revision: 1, publishedAt: 'yesterday', switches: {} };
  expect(misfits('SnapshotBody', snapshot)).toEqual(['/publishedAt must match format "date-time"']);
});
