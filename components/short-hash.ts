// How a hash is written where there is no room for all of it.

/** `e90b…2d77`. */
export function shortHash(hash: string, each = 4): string {
  return `${hash.slice(0, each)}…${hash.slice(-each)}`;
}
