// Which web pages of other origins may ask this edge from a browser (CORS): those the deployment names, by default none.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerError } from '#lib/door/answer.ts';
import type { Origins } from '#lib/door/http.ts';

const ASKED_WITH = 'Authorization, Content-Type, If-None-Match, X-API-Key';
const SHOWN = 'ETag, Retry-After, Bulkhead-Data-Age-Ms';
/** Browsers keep the answer for at most this long, in seconds. */
const KEEP_SECONDS = 600;

export function createOrigins(allowed: readonly string[]): Origins {
  const known = new Set(allowed);

  function admit(request: IncomingMessage, response: ServerResponse): boolean {
    const { origin } = request.headers;
    if (known.size > 0) response.setHeader('Vary', 'Origin');
    if (origin === undefined || !known.has(origin)) return false;
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', SHOWN);
    return true;
  }

  return {
    admit,
    answerPreflight(request, response, method) {
      if (!admit(request, response)) {
        const message =
          'Pages of this origin may not ask this edge: name it in BULKHEAD_EDGE_ALLOWED_ORIGINS.';
        return answerError(response, 'forbidden', message);
      }
      response.setHeader('Access-Control-Allow-Methods', method);
      response.setHeader('Access-Control-Allow-Headers', ASKED_WITH);
      response.setHeader('Access-Control-Max-Age', String(KEEP_SECONDS));
      response.writeHead(204).end();
    },
  };
}

/** Origins as a list with commas between; undefined when one of them is not exactly an origin. */
export function readOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(',').map((origin) => origin.trim());
  return origins.every(isOrigin) ? origins : undefined;
}

/** As browsers send it: scheme, host, port unless it is the scheme's own; no path, no closing slash. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
