// Ids of the commands of an emergency stop. Apart from what a stop does (stop.ts), which browsers load too: they have no node:crypto.
import { createHash } from 'node:crypto';

/** Id of a stop's command: the same at every edge and in the database, so that it is carried out once. */
export function stopCommandId(stopId: string, command: string): string {
  const hex = createHash('sha256').update(`${stopId} ${command}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
