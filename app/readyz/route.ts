// GET /readyz: whether the console can do its work now, which takes the database and an initialised matrix.
import { database } from '#lib/store/client.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const headers = { 'cache-control': 'no-store' };
  try {
    const head = await database().matrixHead.findFirst();
    return Response.json(
      { ready: head !== null, database: 'connected', revision: head ? Number(head.revision) : null },
      { status: head ? 200 : 503, headers },
    );
  } catch {
    return Response.json({ ready: false, database: 'away', revision: null }, { status: 503, headers });
  }
}
