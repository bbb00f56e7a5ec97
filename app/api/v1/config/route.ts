// GET /api/v1/config: every switch as a YAML file, which apply-config takes back.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { exportedConfig } from '#lib/reads/changes/config-text.ts';

export async function GET(request: NextRequest): Promise<Response> {
  try {
    const actor = await actorOf(request);
    return await limited(request, actor, async () => {
      const text = await exportedConfig(actor);
      if (!text.ok) return failureResponse(text.error);
      return new Response(text.value, {
        headers: {
          'cache-control': 'no-store',
          'content-type': 'application/yaml; charset=utf-8',
          'content-disposition': 'attachment; filename="bulkhead.yaml"',
        },
      });
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'config'));
  }
}

export const POST = takesOnly('GET', 'HEAD');
