// GET /healthz: the process is alive. Says nothing about what it depends on.
export const dynamic = 'force-dynamic';

export function GET(): Response {
  return Response.json({ alive: true }, { headers: { 'cache-control': 'no-store' } });
}
