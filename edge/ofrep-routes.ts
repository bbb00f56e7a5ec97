// POST /ofrep/v1/evaluate/flags and /ofrep/v1/evaluate/flags/{key}: texts that are ready, chosen by symbol and key.
import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from 'node:http';
import { type EvaluationFailure, OFREP_FLAGS, type OfrepErrorCode } from '#lib/contract/ofrep.ts';
import { positionId } from '#lib/contract/snapshot.ts';
import { answerJson } from '#lib/door/answer.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import { isJson, readBody } from './body.ts';
import { asciiJson } from './encode.ts';
import { createFreshness } from './freshness.ts';
import { readFreshness, readSymbol } from './ofrep-request.ts';
import { type OfrepTexts, ofrepTexts, streamsText } from './ofrep-texts.ts';
import type { Tickets } from './ofrep-tickets.ts';
import { DATA_AGE, matchesEtag } from './read-routes.ts';
import type { Published, SnapshotStore } from './snapshot-store.ts';

/** The context of a person's session may hold much; we need one member of it. */
const MAX_BODY_BYTES = 64 * 1024;

const RETRY = ['Retry-After', '1'];
const FRESH = ['Cache-Control', 'private, no-cache'];

interface Question {
  symbol: string | undefined;
  published: Published;
  texts: OfrepTexts;
}

export function ofrepRoutes(store: SnapshotStore, tickets: Tickets): KeyedRoute[] {
  const freshness = createFreshness(store);
  let ready: { published: Published; texts: OfrepTexts } | undefined;

  function textsOf(published: Published): OfrepTexts {
    if (ready?.published !== published) ready = { published, texts: ofrepTexts(published.served) };
    return ready.texts;
  }

  /** Undefined when the request was answered with what is wrong with it. */
  async function question(
    request: IncomingMessage,
    response: ServerResponse,
    query: string | undefined,
    key?: string,
  ): Promise<Question | undefined> {
    const refuse = (
      status: number,
      errorCode: OfrepErrorCode,
      errorDetails: string,
      headers: readonly OutgoingHttpHeader[] = [],
    ): undefined => answerFailure(response, status, { key, errorCode, errorDetails }, headers);

    if (!isJson(request)) return refuse(415, 'GENERAL', 'A context is sent as application/json.');
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === undefined) {
      // Answers and closes: the rest of the body is not worth reading.
      if (response.destroyed) return undefined;
      return refuse(413, 'GENERAL', `A context may have ${MAX_BODY_BYTES} bytes.`, ['Connection', 'close']);
    }
    const wanted = readFreshness(query);
    if (!wanted.ok) return refuse(400, wanted.errorCode, wanted.errorDetails);
    const symbol = readSymbol(body);
    if (!symbol.ok) return refuse(400, symbol.errorCode, symbol.errorDetails);
    if (wanted.value && store.current() && !(await freshness.reached(wanted.value))) {
      const details = `This edge has not heard of revision ${positionId(wanted.value)} yet: ask again in a second.`;
      return refuse(503, 'GENERAL', details, RETRY);
    }
    const published = store.current();
    if (published) return { symbol: symbol.value, published, texts: textsOf(published) };
    return refuse(
      503,
      'GENERAL',
      'This edge has no switch values yet: ask another edge, or again in a second.',
      RETRY,
    );
  }

  return [
    {
      path: `${OFREP_FLAGS}/`,
      method: 'POST',
      browsers: true,
      async handle(request, response, rest, query) {
        const key = decoded(rest);
        const asked = await question(request, response, query, key);
        if (!asked) return;
        const text = asked.texts.single(key, asked.symbol);
        if (text === undefined) {
          const errorDetails = 'There is no switch of this name.';
          return answerFailure(response, 404, { key, errorCode: 'FLAG_NOT_FOUND', errorDetails });
        }
        answerJson(response, 200, text, [...FRESH, DATA_AGE, String(store.dataAgeMs())]);
      },
    },
    {
      path: OFREP_FLAGS,
      method: 'POST',
      browsers: true,
      async handle(request, response, _rest, query, apiKey) {
        const asked = await question(request, response, query);
        if (!asked) return;
        const { published, texts } = asked;
        const ticket = tickets.issue(apiKey);
        const symbol = texts.distinct(asked.symbol);
        // Everything the body depends on: clients send the tag again after changing their context or their key.
        const etag = `"${published.tag}${symbol === undefined ? '' : `.${symbol}`}-${ticket.tag}"`;
        const headers = ['ETag', etag, ...FRESH, DATA_AGE, String(store.dataAgeMs())];
        const held = request.headers['if-none-match'];
        if (held !== undefined && matchesEtag(held, etag)) {
          response.writeHead(304, headers);
          response.end();
          return;
        }
        answerJson(response, 200, texts.bulk(symbol) + streamsText(ticket.text, published.id), headers);
      },
    },
  ];
}

/** A name that cannot be decoded is the name of nothing: as sent. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function answerFailure(
  response: ServerResponse,
  status: number,
  failure: EvaluationFailure,
  headers: readonly OutgoingHttpHeader[] = [],
): undefined {
  answerJson(response, status, asciiJson(failure), ['Cache-Control', 'no-store', ...headers]);
}
