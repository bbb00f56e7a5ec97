// GET /api/v1/live: server-sent `pulse` events. The right to it is checked at the start, again every 4 s and when sessions or keys change.
import type { NextRequest } from 'next/server';
import { actorOf } from '#app/_entry/actor.ts';
import { failureResponse, takesOnly } from '#app/_entry/answer.ts';
import { thrownFailure } from '#app/_entry/failure.ts';
import { liveHub } from '#app/_entry/live-hub.ts';
import { limited } from '#app/_entry/rate-limit.ts';
import { may } from '#lib/rules/may.ts';
import type { Failure } from '#lib/rules/result.ts';

export const dynamic = 'force-dynamic';

const RECHECK_MS = 4_000;
/** Pulses a reader may leave unread before it is cut: each holds the whole state, so it may as well come back. */
const MAX_BACKLOG = 20;
const MAX_STREAMS = 2_000;
const TOO_MANY: Failure = {
  code: 'rate_limited',
  message: 'Too many live streams are open here. Try again shortly.',
  details: { retryAfterSeconds: 5 },
};

async function stillAllowed(request: NextRequest): Promise<boolean> {
  try {
    // A stream that stays open is nobody at work: it does not keep its session from growing idle.
    return may(await actorOf(request, false), 'read-status').ok;
  } catch {
    // The database is away: nobody's rights changed that we could know of, and the stream says it is stale.
    return true;
  }
}

export async function GET(request: NextRequest): Promise<Response> {
  try {
    const actor = await actorOf(request);
    return await limited(request, actor, () => {
      const allowed = may(actor, 'read-status');
      if (!allowed.ok) return failureResponse(allowed.error);
      return liveHub().size < MAX_STREAMS ? openStream(request) : failureResponse(TOO_MANY);
    });
  } catch (error) {
    return failureResponse(thrownFailure(error, 'live'));
  }
}

function openStream(request: NextRequest): Response {
  const hub = liveHub();
  let stop = () => {};
  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          stop();
          try {
            controller.close();
          } catch {
            // It was closed by the reader already.
          }
        };
        const recheck = async () => {
          if (!(await stillAllowed(request))) close();
        };
        const remove = hub.add((event) => {
          if ((controller.desiredSize ?? 0) <= -MAX_BACKLOG) close();
          else controller.enqueue(event);
        }, recheck);
        const timer = setInterval(() => void recheck(), RECHECK_MS);
        stop = () => {
          clearInterval(timer);
          remove();
        };
        request.signal.addEventListener('abort', close, { once: true });
      },
      cancel() {
        stop();
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

export const POST = takesOnly('GET');
/** Next would answer HEAD by opening a stream that nobody ever closes. */
export const HEAD = POST;
