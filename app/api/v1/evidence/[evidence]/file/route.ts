// GET /api/v1/evidence/<id>/file: what was attached to a check, to be taken away, never to be opened in the console.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { evidenceFileOf } from '#lib/reads/canary/evidence-file.ts';

/** RFC 6266: plain characters for old programs, the whole name for the others. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const whole = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ evidence: string }> },
): Promise<Response> {
  const { evidence } = await params;
  try {
    const actor = await actorOf(request);
    return await limited(request, actor, async () => {
      const file = await evidenceFileOf(evidence, actor);
      if (!file.ok) return failureResponse(file.error);
      const { name, mediaType, content } = file.value;
      return new Response(new Uint8Array(content), {
        headers: {
          'content-type': mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType,
          'content-disposition': attachment(name),
          'content-length': String(content.byteLength),
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
        },
      });
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'evidence file'));
  }
}

export const POST = takesOnly('GET', 'HEAD');
