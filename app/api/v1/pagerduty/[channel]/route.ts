// POST /api/v1/pagerduty/<channel>: what PagerDuty (webhooks v3) sends back. Checked by its signature, stored, and answered; the worker takes it.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { NextRequest } from 'next/server';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { bodyBytes } from '#app/_entry/body-bytes.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { channelById, openSecrets } from '#lib/store/alerts/channels.ts';
import { storePagerDuty } from '#lib/store/alerts/pagerduty.ts';
import { database } from '#lib/store/client.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST_BYTES = 512 * 1_024;

/** The header lists one signature for each secret that is valid, so that secrets can be changed without a gap. */
function isSigned(header: string | null, secret: string, body: Uint8Array): boolean {
  const right = createHmac('sha256', secret).update(body).digest();
  return (header ?? '').split(',', 20).some((part) => {
    const [, hex = ''] = /^\s*v1=([0-9a-f]{64})\s*$/i.exec(part) ?? [];
    const given = Buffer.from(hex, 'hex');
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

/** One answer for a channel that is not there and for a wrong signature: nobody learns which it was. */
const REFUSED = {
  code: 'unauthenticated',
  message: 'The signature does not fit: check the address and the secret of the webhook subscription.',
} as const;

export async function POST(
  request: NextRequest,
  { params }: { params: Promise<{ channel: string }> },
): Promise<Response> {
  try {
    const { channel: id } = await params;
    const channel = UUID.test(id) ? await channelById(database(), id) : undefined;
    const secrets = channel && openSecrets(channel.sealed);
    const secret = secrets?.kind === 'pagerduty' ? secrets.signingSecret : null;
    if (secret === null) return failureResponse(REFUSED);
    const body = await bodyBytes(request, MOST_BYTES);
    if (!body.ok) return failureResponse(body.error);
    if (!isSigned(request.headers.get('x-pagerduty-signature'), secret, body.value))
      return failureResponse(REFUSED);
    await storePagerDuty(database(), id, body.value);
    return new Response(null, { status: 202, headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'pagerduty'));
  }
}

export const GET = takesOnly('POST');
export const HEAD = GET;
