// How what Bulkhead sends is signed: Standard Webhooks.
import { createHmac } from 'node:crypto';

/** The base64 HMAC-SHA256 of id, time and body, under what stands behind whsec_. */
export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

export interface Signed {
  secret: string;
  /** The same each time the same thing is sent. */
  id: string;
  /** Database time: the receiver refuses what is old. */
  now: Date;
  body: string;
}

/** The headers of a body of JSON. */
export function signedHeaders({ secret, id, now, body }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, id, timestamp, body),
  };
}
