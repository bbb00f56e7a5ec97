// What an access says on screen: a title, why it failed, where it came from. Pure.
import type { AccessEntryView } from '#lib/contract/review.ts';

const TITLES: Readonly<Record<string, string>> = {
  'session.opened': 'Signed in',
  'session.closed': 'Signed out',
  'sign_in.failed': 'Sign-in failed',
  'sign_in.limited': 'Sign-in held back',
  'token.used': 'Token used',
  'key.used': 'Key used',
  'credential.refused': 'Key or token refused',
  'command.denied': 'Refused',
  'audit.exported': 'Log exported',
};

/** Groups of the filter, each a prefix of kinds. */
export const ACCESS_GROUPS = [
  { value: 'session', label: 'Sign-ins' },
  { value: 'sign_in', label: 'Failed sign-ins' },
  { value: 'key', label: 'Use of keys' },
  { value: 'token', label: 'Use of tokens' },
  { value: 'credential', label: 'Refused keys' },
  { value: 'command', label: 'Refusals' },
  { value: 'audit', label: 'Exports' },
] as const;

const OUTCOMES: Readonly<Record<string, string>> = {
  unknown_address: 'no account has this e-mail address',
  wrong_password: 'wrong password',
  wrong_code: 'right password, second factor wrong or missing',
  disabled: 'the account is disabled',
  revoked: 'it was revoked',
  expired: 'it has expired',
  unknown: 'it is not one of ours',
};

/** Worth a second look: colour and icon say so. */
export function isTrouble({ kind }: Pick<AccessEntryView, 'kind'>): boolean {
  return ['sign_in.failed', 'sign_in.limited', 'credential.refused', 'command.denied'].includes(kind);
}

export function accessTitle({ kind }: Pick<AccessEntryView, 'kind'>): string {
  return TITLES[kind] ?? kind;
}

/** Why it failed, what was denied or exported, which key; empty when the title says it all. */
export function accessNote({ outcome, note, credential }: AccessEntryView): string {
  const why = outcome ? (OUTCOMES[outcome] ?? outcome) : (note ?? '');
  if (!credential) return why;
  const which = `${credential.kind} ${credential.name} (${credential.prefix}…)`;
  return why ? `${which}: ${why}` : which;
}

/** `12 times`, where it was more than once. Uses at the console are kept once a minute, so not counted. */
export function accessCount({ kind, count, edgeId }: AccessEntryView): string {
  const counted = edgeId !== null || !(kind === 'key.used' || kind === 'token.used');
  return counted && count > 1 ? `${count.toLocaleString('en-US')} times` : '';
}

/** An address, an edge, or nothing known. */
export function accessOrigin({ address, edgeId, seq }: AccessEntryView): string {
  if (address) return address;
  if (edgeId) return `edge ${edgeId}`;
  return seq === null ? 'several or unknown' : '';
}
