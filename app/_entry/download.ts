// A file that goes out portion by portion: as fast as its reader takes it, and broken off, never ended, when something fails.
import { createLog } from '#lib/process/log.ts';

/** Whoever downloads holds a connection and some memory; the rest of the console must not wait for them. */
const MAX_DOWNLOADS = 8;
/** How often it is asked whether the reader still may, ms: disabled people are out within seconds. */
const RECHECK_MS = 2_000;

const log = createLog('console');
let open = 0;

/** Whether another download may begin now. */
export function roomForDownload(): boolean {
  return open < MAX_DOWNLOADS;
}

interface Download {
  chunks: AsyncGenerator<string>;
  headers: Record<string, string>;
  /** Ends the work when the reader has gone. */
  signal: AbortSignal;
  /** Asked again during a long download. Answers false when the reader may not have the rest. */
  stillAllowed: () => Promise<boolean>;
}

/**
 * The first portion is read before anything is answered: a database that is away is then an ordinary refusal (this
 * throws). Later failures reset the connection, which every client reports as a broken transfer.
 */
export async function downloadResponse({
  chunks,
  headers,
  signal,
  stillAllowed,
}: Download): Promise<Response> {
  open += 1;
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    open -= 1;
    await chunks.return(undefined);
  };
  let next: IteratorResult<string>;
  try {
    next = await chunks.next();
  } catch (error) {
    await close();
    throw error;
  }
  signal.addEventListener('abort', () => void close(), { once: true });
  const encoder = new TextEncoder();
  let checkedAt = performance.now();
  const stream = new ReadableStream<Uint8Array>(
    {
      // Called when the reader has room: nothing is read ahead of it.
      async pull(controller) {
        try {
          if (closed) throw new Error('the reader has gone');
          if (next.done) {
            await close();
            controller.close();
            return;
          }
          controller.enqueue(encoder.encode(next.value));
          if (performance.now() - checkedAt > RECHECK_MS) {
            if (!(await stillAllowed())) throw new Error('the reader may not have the rest any more');
            checkedAt = performance.now();
          }
          next = await chunks.next();
        } catch (error) {
          if (!signal.aborted) log.warn('download broken off', { err: error });
          await close();
          controller.error(error);
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  );
  return new Response(stream, { headers: { 'cache-control': 'no-store, no-transform', ...headers } });
}
