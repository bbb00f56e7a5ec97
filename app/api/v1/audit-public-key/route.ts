// GET /api/v1/audit-public-key: the key that checkpoints are verified with, from a file and never from the database it convicts.
import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { keyIdOf } from '#lib/rules/audit/checkpoint.ts';
import { may } from '#lib/rules/may.ts';

export async function GET(request: NextRequest): Promise<Response> {
  try {
    const allowed = may(await actorOf(request), 'read-audit');
    if (!allowed.ok) return failureResponse(allowed.error);
    const file = process.env.BULKHEAD_AUDIT_PUBLIC_KEY_FILE;
    const key = file ? createPublicKey(await readFile(file, 'utf8')) : undefined;
    if (key?.asymmetricKeyType !== 'ed25519') {
      return failureResponse({
        code: 'not_found',
        message:
          'This console was not given the public key. Whoever runs it names its file in BULKHEAD_AUDIT_PUBLIC_KEY_FILE; it lies beside the private key of the worker.',
      });
    }
    const keyId = keyIdOf(key);
    return new Response(key.export({ type: 'spki', format: 'pem' }).toString(), {
      headers: {
        'content-type': 'application/x-pem-file',
        'content-disposition': `attachment; filename="bulkhead-audit-key-${keyId}.pub.pem"`,
        'bulkhead-key-id': keyId,
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'audit-public-key'));
  }
}

export const POST = takesOnly('GET', 'HEAD');
