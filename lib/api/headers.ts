// The headers of the API that mean something, and which answers carry them.
import type { Header, Parameter, Reference } from '#lib/contract/open-api.ts';

const text = { type: 'string' };

export const HEADERS = {
  'Idempotency-Key': {
    description: 'The key of this execution: yours, or one that was made for you. Ask with it again.',
    schema: text,
  },
  'Idempotency-Replayed': {
    description: 'The answer of an earlier execution with this key; nothing happened anew.',
    schema: { type: 'string', const: 'true' },
  },
  'Retry-After': {
    description: 'Seconds to wait before another try.',
    schema: { type: 'integer', minimum: 1 },
  },
  RateLimit: {
    description:
      'What is left: `"credential";r=2999;t=60` means 2,999 requests within 60 seconds (draft-ietf-httpapi-ratelimit-headers).',
    schema: text,
  },
  'RateLimit-Policy': {
    description: 'The limit that applies to whoever asks: `"credential";q=3000;w=60`.',
    schema: text,
  },
  'Bulkhead-Export-Entries': { description: 'How many entries the export holds.', schema: text },
  'Bulkhead-Export-Range': {
    description: 'Numbers of its first and last entry, such as `1-812`.',
    schema: text,
  },
  'Bulkhead-Export-Usd': { description: 'Exact sum of the requests in US dollars.', schema: text },
  'WWW-Authenticate': { description: 'Bearer: send a token or key.', schema: text },
  ETag: { description: 'Send it as If-None-Match to hear 304 while nothing changed.', schema: text },
  'Bulkhead-Data-Age-Ms': {
    description: 'How long ago the edge last heard from the database, ms.',
    schema: { type: 'integer', minimum: 0 },
  },
} as const satisfies Record<string, Header>;

export type HeaderName = keyof typeof HEADERS;

export function headersRef(...names: HeaderName[]): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

export function headersOfRefusal(status: number): Record<string, Reference> | undefined {
  if (status === 401) return headersRef('WWW-Authenticate');
  if (status === 429) return headersRef('Retry-After', 'RateLimit', 'RateLimit-Policy');
  return status === 503 ? headersRef('Retry-After') : undefined;
}

export const PARAMETERS = {
  'idempotency-key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Names this attempt: the same key and input, sent again, has no second effect and gets the same answer, for seven days. Of your own making, best a UUID.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
    example: '8e03978e-40d5-43dd-bc93-6894a57f9324',
  },
  'step-up': {
    name: 'Bulkhead-Step-Up',
    in: 'header',
    required: false,
    description:
      'Proof that it is still you: `totp 123456`, or `passkey` and base64url of {"nonce", "response"}. A person who sends none hears step_up_required with what to prove; each proof counts once.',
    schema: text,
    example: 'totp 123456',
  },
  'if-none-match': {
    name: 'If-None-Match',
    in: 'header',
    required: false,
    description: 'ETag of the answer you have: 304 while it is still the newest.',
    schema: text,
  },
} as const satisfies Record<string, Parameter>;

export function parameterRef(name: keyof typeof PARAMETERS): Reference {
  return { $ref: `#/components/parameters/${name}` };
}
