// Asks for parts of a page as the router in the browser does, or somebody who plays it.
import type { Answer } from '../http.ts';
import { onConsole } from '../installation.ts';

/** Follows the one redirect with which Next puts a hash of the router's headers into the address. */
export async function part(path: string, headers: Record<string, string>): Promise<Answer> {
  const answer = await onConsole(path, { headers });
  const { location } = answer.headers;
  return location?.includes('_rsc') ? onConsole(location, { headers }) : answer;
}
