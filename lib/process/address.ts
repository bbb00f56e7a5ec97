// Network addresses in the one form that is stored; whatever else a caller sent in their place is nothing.
import { isIP } from 'node:net';

/** `203.0.113.7` or `2001:db8::1`, lower case, an IPv4 address in IPv6 as IPv4; null for any other text. */
export function plainAddress(text: string | null | undefined): string | null {
  const trimmed = text?.trim().toLowerCase() ?? '';
  // A zone (`fe80::1%eth0`) is free text.
  if (isIP(trimmed) === 0 || trimmed.includes('%')) return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(trimmed);
  return mapped?.[1] ?? trimmed;
}
