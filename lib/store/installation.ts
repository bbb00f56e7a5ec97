// What kind of installation this is.
import type { Environment } from '#lib/contract/console.ts';
import type { Tx } from './client.ts';

export async function environmentOf(tx: Tx): Promise<Environment> {
  const row = await tx.installation.findFirstOrThrow({ select: { environment: true } });
  return row.environment as Environment;
}
