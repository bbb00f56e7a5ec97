// GET /config/switch/{name} and GET /config/switches: one look-up in memory, one text that is ready.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SYMBOL_FORM } from '#lib/contract/snapshot.ts';
import { answerError, answerJson } from '#lib/door/answer.ts';
import type { KeyedRoute } from '#lib/door/http.ts';
import type { Published, SnapshotStore } from './snapshot-store.ts';

export const DATA_AGE = 'Bulkhead-Data-Age-Ms';

const BAD_SYMBOL = 'symbol must be 1 to 20 capital letters and digits, such as BTC.';
const BAD_QUERY = 'This address takes one parameter, symbol, at most once.';

export function readRoutes(store: SnapshotStore): KeyedRoute[] {
  return [
    {
      path: '/config/switch/',
      method: 'GET',
      handle(request, response, name, query) {
        const published = store.current();
        if (!published) return answerNotReady(response);
        const texts = published.switches.get(name);
        if (!texts) return answerError(response, 'not_found', 'There is no switch of this name.');
        if (query === undefined || query === '') return answer(request, response, published, texts.global);
        const symbol = readSymbol(query);
        if (symbol === undefined) return answerError(response, 'invalid_input', BAD_QUERY);
        if (!SYMBOL_FORM.test(symbol)) return answerError(response, 'invalid_input', BAD_SYMBOL);
        const text = texts.bySymbol.get(symbol) ?? texts.before + symbol + texts.after;
        answer(request, response, published, text);
      },
    },
    {
      path: '/config/switches',
      method: 'GET',
      handle(request, response) {
        const published = store.current();
        if (!published) return answerNotReady(response);
        answer(request, response, published, published.full);
      },
    },
  ];

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    published: Published,
    text: string,
  ): void {
    const age = String(store.dataAgeMs());
    const asked = request.headers['if-none-match'];
    if (asked !== undefined && matchesEtag(asked, published.etag)) {
      response.writeHead(304, ['ETag', published.etag, 'Cache-Control', 'private, no-cache', DATA_AGE, age]);
      response.end();
      return;
    }
    answerJson(response, 200, text, [
      'ETag',
      published.etag,
      'Cache-Control',
      'private, no-cache',
      DATA_AGE,
      age,
    ]);
  }
}

/** A mistyped parameter must not be read as "the global value, please": anything but one symbol is undefined. */
function readSymbol(query: string): string | undefined {
  const parameters = [...new URLSearchParams(query)];
  return parameters.length === 1 && parameters[0]?.[0] === 'symbol' ? parameters[0][1] : undefined;
}

export function matchesEtag(header: string, etag: string): boolean {
  if (header === etag || header === '*') return true;
  return header.includes(',') || header.startsWith('W/')
    ? header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
    : false;
}

/** There is nothing to serve yet: no database reached and no file to start from. */
export function answerNotReady(response: ServerResponse): void {
  const message = 'This edge has no switch values yet: ask another edge, or try again in a second.';
  answerError(response, 'unavailable', message, ['Retry-After', '1']);
}
