// GET /healthz and GET /readyz: whether the process lives, and whether it can store what it is sent.
import { answerJson } from '#lib/door/answer.ts';
import type { OpenRoute } from '#lib/door/http.ts';

const NO_STORE = ['Cache-Control', 'no-store'];

interface Looked {
  stopping(): boolean;
  /** Whether deliveries can be stored now. */
  databaseConnected(): boolean;
  keysKnown(): boolean;
}

export function statusRoutes({ stopping, databaseConnected, keysKnown }: Looked): OpenRoute[] {
  return [
    {
      path: '/healthz',
      method: 'GET',
      open: true,
      handle: (_request, response) => answerJson(response, 200, '{"alive":true}', NO_STORE),
    },
    {
      path: '/readyz',
      method: 'GET',
      open: true,
      handle(_request, response) {
        const [connected, known] = [databaseConnected(), keysKnown()];
        const ready = connected && known && !stopping();
        const body = JSON.stringify({ ready, databaseConnected: connected, keysKnown: known });
        answerJson(response, ready ? 200 : 503, body, NO_STORE);
      },
    },
  ];
}
