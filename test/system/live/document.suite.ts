// GET /api/v1/openapi.json on the running console, compared with everything the suites before this one were answered.
import { describe, expect, test } from 'vitest';
import type { OpenApiDocument } from '#lib/contract/open-api.ts';
import { onConsole, seen } from '../installation.ts';

/** `asked`: statuses that the suites of this file have been answered; without them there is nothing worth comparing. */
export function expectDocumented(asked: readonly number[]): void {
  describe('the API document', () => {
    test('is there for everybody, once', async () => {
      const first = await onConsole('/api/v1/openapi.json');
      expect(first.status).toBe(200);
      expect(first.headers['content-type']).toMatch(/^application\/json/);
      const etag = String(first.headers.etag);
      const again = await onConsole('/api/v1/openapi.json', { headers: { 'if-none-match': `W/${etag}` } });
      expect([again.status, again.text, again.headers.etag]).toEqual([304, '', etag]);
      const other = await onConsole('/api/v1/openapi.json', { headers: { 'if-none-match': '"another"' } });
      expect([other.status, other.text]).toEqual([200, first.text]);
    });

    test('names every status that the API answered so far', async () => {
      const { paths } = (await onConsole('/api/v1/openapi.json')).json as OpenApiDocument;
      // Next leads whoever plays its router to another address first.
      const answered = [...seen.answers].map(
        ([place, statuses]) => [place, [...statuses].filter((status) => status !== 307)] as const,
      );
      const unsaid = answered.flatMap(([place, statuses]) => {
        const [method = '', path = ''] = place.split(' ');
        const operation = paths[path]?.[method.toLowerCase() as 'get' | 'post'];
        return operation
          ? statuses.filter((status) => !(status in operation.responses)).map((status) => [place, status])
          : [];
      });
      expect(unsaid).toEqual([]);
      const all = new Set([...seen.answers.values()].flatMap((statuses) => [...statuses]));
      expect(asked.filter((status) => !all.has(status))).toEqual([]);
    });
  });
}
