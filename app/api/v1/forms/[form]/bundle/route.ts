// GET /api/v1/forms/<CN-3-2>/bundle: a decided form with its signatures, seal and audit extract, for checking it elsewhere.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { signoffBundle } from '#lib/reads/canary/signoff-bundle.ts';

export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ form: string }> },
): Promise<Response> {
  const { form } = await params;
  try {
    const actor = await actorOf(request);
    return await limited(request, actor, async () => {
      const bundle = await signoffBundle(form, actor);
      if (!bundle.ok) return failureResponse(bundle.error);
      return new Response(bundle.value.text, {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-disposition': `attachment; filename="${bundle.value.file}"`,
          'cache-control': 'no-store',
        },
      });
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'signoff bundle'));
  }
}

export const POST = takesOnly('GET', 'HEAD');
