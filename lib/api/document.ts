// The HTTP API as one OpenAPI 3.1 document, made from the registries, the permissions, the error table and the contract.
import { createHash } from 'node:crypto';
import { RATE_LIMITS } from '#lib/catalog/rate-limits.ts';
import type { OpenApiDocument } from '#lib/contract/open-api.ts';
import { consolePaths } from './console-paths.ts';
import { doorPaths } from './door-paths.ts';
import { edgePaths } from './edge-paths.ts';
import { HEADERS, PARAMETERS } from './headers.ts';
import { intakePaths } from './intake-paths.ts';
import { refusalComponents } from './refusals.ts';
import { schemaComponents } from './schemas.ts';
import { withdrawalPaths } from './withdrawal-paths.ts';

const { credential, address } = RATE_LIMITS;

/** A paragraph each. */
const DESCRIPTION = [
  'Commands write, reads read, both by the name they have everywhere in Bulkhead.',
  "Send a personal token (bht_...) or a machine key (bhk_...) as Authorization: Bearer ... or X-API-Key: .... A browser's session counts too, from the console's own pages. In staging, engineers may what risk managers may.",
  'Every refusal is {"error": {"code", "message", "details"}} with a code of one closed table.',
  'Most addresses answer JSON; a few answer a file. Lists answer {"items", "nextBefore"}. Where a read takes limit and before, pass nextBefore on as before until it is null; the others have no more than one page. Parameters that are not known are refused. Times are ISO 8601.',
  'Commands that change who may do what ask people for a step-up: Bulkhead-Step-Up with a one-time code or a passkey.',
  'A command may carry an Idempotency-Key: sent again with the same input it has no second effect and gets the same answer.',
  `Reads are limited to ${credential.requests.toLocaleString('en-US')} a minute for each token or key and to ${address.requests} for an address that sends none; RateLimit says what is left. Commands are never counted: nothing may stand before a stop; only wrong passwords and codes have a limit of their own.`,
  'New fields and new operations may come; fields and codes that are here stay.',
].join('\n\n');

export function apiDocument(): OpenApiDocument {
  const paths = consolePaths();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Bulkhead',
      version: '1',
      summary: 'Switches of a perpetual-futures exchange: change them, follow them, prove what happened.',
      description: DESCRIPTION,
    },
    servers: [{ url: '/', description: 'The console' }],
    tags: [
      { name: 'commands', description: 'Writes. Each is permitted, decided, saved and audited in one step.' },
      { name: 'reads', description: 'What stands now and what happened before.' },
      { name: 'streams', description: 'Events as they happen, for as long as the reader stays.' },
      { name: 'edge', description: 'For the services that trade: values from memory, without the console.' },
      { name: 'intake', description: 'For machines that report alerts: stored first, answered then.' },
      { name: 'probes', description: 'For whoever runs the processes. They need no credential.' },
    ],
    paths: {
      ...paths,
      ...withdrawalPaths(paths['/api/v1/withdrawals'] ?? {}),
      ...doorPaths(),
      ...edgePaths(),
      ...intakePaths(),
    },
    components: {
      schemas: schemaComponents(),
      responses: refusalComponents(),
      parameters: PARAMETERS,
      headers: HEADERS,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A personal token or a machine key.' },
        header: {
          type: 'apiKey',
          in: 'header',
          name: 'X-API-Key',
          description: 'The same in another header.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'next-auth.session-token',
          description: 'The session of a signed-in browser; commands also need the Origin of the console.',
        },
      },
    },
  };
}

let published: { text: string; etag: string } | undefined;

/** The document as it is served: it is the same for everybody and as long as the process runs. */
export function publishedDocument(): { text: string; etag: string } {
  if (!published) {
    const text = JSON.stringify(apiDocument());
    published = { text, etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"` };
  }
  return published;
}
