// The HTTP server of a door: finds the route, checks the key, counts its use and the answers. It knows no route by itself.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from '#lib/process/log.ts';
import { answerError } from './answer.ts';
import { FormError } from './form.ts';
import type { KeyUses } from './key-uses.ts';
import type { ApiKey, Keys, Refusal } from './keys.ts';

/** A promise when the answer takes time; anything else is ignored. A FormError is answered 400 with its sentence. */
type Answering = unknown;

interface RouteBase {
  /** Exact path; one that ends in `/` stands for everything below it. */
  readonly path: string;
  /** GET answers HEAD too. */
  readonly method: 'GET' | 'POST';
  /** Also for web pages of allowed origins. */
  readonly browsers?: true;
}

/** `rest` is the path below the route's; `query` what follows the `?`, undefined without one. Both as sent. */
export interface KeyedRoute extends RouteBase {
  readonly open?: false;
  /** Scope the key needs; the door's own when it is left out. */
  readonly scope?: string;
  /** How the key is known where not by the headers alone. */
  check?(request: IncomingMessage, query: string | undefined): ApiKey | Refusal;
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    rest: string,
    query: string | undefined,
    key: ApiKey,
  ): Answering;
}

/** A route that needs no key: probes and scrapes. */
export interface OpenRoute extends RouteBase {
  readonly open: true;
  handle(request: IncomingMessage, response: ServerResponse): Answering;
}

export type Route = KeyedRoute | OpenRoute;

/** Answers by route path and status, since the start. */
export type AnswerCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Which web pages may ask from a browser (CORS). */
export interface Origins {
  /** Lets the page that asks read the answer, when it is of an allowed origin. Call before the answer begins. */
  admit(request: IncomingMessage, response: ServerResponse): boolean;
  /** Answers the question a browser asks before a page's request. */
  answerPreflight(request: IncomingMessage, response: ServerResponse, method: string): void;
}

export interface DoorOptions {
  routes: readonly Route[];
  keys: Keys;
  uses: KeyUses;
  log: Log;
  /** For the routes that browsers may ask. */
  origins?: Origins;
}

export interface HttpServer {
  readonly server: Server;
  readonly counts: AnswerCounts;
}

const OTHER = 'other';

/** Whoever sends slowly has this long for the head of a request, and for all of it. */
const TIME_LIMITS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };
/** Of a refusal that will be over soon, in seconds. */
const TRY_AGAIN = ['Retry-After', '1'];

export function createHttpServer({ routes, keys, uses, log, origins }: DoorOptions): HttpServer {
  const exact = new Map(
    routes.filter((route) => !route.path.endsWith('/')).map((route) => [route.path, route]),
  );
  const prefixed = routes.filter((route) => route.path.endsWith('/'));
  const counts = new Map(
    [OTHER, ...routes.map((route) => route.path)].map((path) => [path, new Map<number, number>()]),
  );

  function count(path: string, response: ServerResponse): void {
    // Nothing was answered to one who left before the end of the question.
    if (!response.headersSent) return;
    const ofPath = counts.get(path);
    ofPath?.set(response.statusCode, (ofPath.get(response.statusCode) ?? 0) + 1);
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const url = request.url ?? '/';
    const cut = url.indexOf('?');
    const path = cut < 0 ? url : url.slice(0, cut);
    const route = exact.get(path) ?? prefixed.find((candidate) => path.startsWith(candidate.path));
    if (!route) {
      answerError(response, 'not_found', 'There is nothing at this address.');
      count(OTHER, response);
      return;
    }
    let doing: Answering;
    try {
      doing = run(route, request, response, path, cut < 0 ? undefined : url.slice(cut + 1));
    } catch (error) {
      fail(response, route, error);
    }
    if (doing instanceof Promise) {
      doing
        .catch((error: unknown) => fail(response, route, error))
        .finally(() => count(route.path, response));
    } else count(route.path, response);
  }

  function run(
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: string | undefined,
  ): Answering {
    const { method } = request;
    if (origins && route.browsers && request.headers.origin !== undefined) {
      const asks = method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
      if (asks) return origins.answerPreflight(request, response, route.method);
      origins.admit(request, response);
    }
    if (method !== route.method && !(method === 'HEAD' && route.method === 'GET')) {
      const allow = route.method === 'GET' ? 'GET, HEAD' : route.method;
      return answerError(response, 'method_not_allowed', `This address answers ${allow} only.`, [
        'Allow',
        allow,
      ]);
    }
    if (route.open) return route.handle(request, response);
    const key = route.check ? route.check(request, query) : keys.check(request, route.scope);
    if ('status' in key) {
      return answerError(
        response,
        key.code,
        key.message,
        key.status === 401 ? ['WWW-Authenticate', 'Bearer'] : key.status === 503 ? TRY_AGAIN : [],
      );
    }
    uses.count(key);
    return route.handle(request, response, path.slice(route.path.length), query, key);
  }

  function fail(response: ServerResponse, route: Route, error: unknown): void {
    if (error instanceof FormError && !response.headersSent) {
      answerError(response, 'invalid_input', error.message);
      return;
    }
    log.error('a request failed', { route: route.path, err: error });
    if (response.headersSent) response.destroy();
    else answerError(response, 'internal', 'Bulkhead made a mistake with this request; it is logged.');
  }

  const server = createServer({ keepAliveTimeout: 65_000, ...TIME_LIMITS }, serve);
  return { server, counts };
}
