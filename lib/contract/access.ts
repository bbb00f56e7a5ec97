// Who has access and by what: people, one-time links, second factors, sessions, tokens and keys, as reads and commands answer.
import type { NextBefore } from './console.ts';

/** A person's second factor in the session that asks: not set up, set up but not proven in it, proven. */
export type FactorState = 'none' | 'unproven' | 'proven';

/** GET /api/v1/people: everybody with access, and the links that are open. */
export interface PersonView {
  id: string;
  name: string;
  email: string;
  /** As stored. */
  roles: readonly string[];
  /** What the environment adds to them: in staging engineers are risk managers too. */
  addedRoles: readonly string[];
  state: 'active' | 'disabled' | 'waiting';
  /** Signs in through the identity provider. */
  external: boolean;
  /** `waiting` people have neither password nor provider: a reset link is open or has to be issued again. */
  totp: boolean;
  passkeys: number;
  sessions: number;
  tokens: number;
  lastSeenAt: string | null;
  createdAt: string;
  /** Wrong attempts have used up the limit of their address; it passes by itself. */
  locked: boolean;
}

export interface OpenLinkView {
  id: string;
  kind: 'invitation' | 'first_run' | 'reset';
  email: string | null;
  name: string | null;
  roles: readonly string[];
  issuedBy: string | null;
  issuedAt: string;
  expiresAt: string;
  expired: boolean;
}

export interface PeopleBody {
  items: readonly PersonView[];
  nextBefore: null;
  links: readonly OpenLinkView[];
}

export interface PasskeyView {
  id: string;
  name: string;
  /** Synchronised between devices by its maker. */
  backedUp: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}

export interface SessionView {
  id: string;
  /** The one that asks. */
  current: boolean;
  method: 'password' | 'passkey' | 'oidc';
  userAgent: string | null;
  address: string | null;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
}

export interface TokenView {
  id: string;
  name: string;
  prefix: string;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  state: 'live' | 'expired' | 'revoked';
}

/** GET /api/v1/profile: one's own sign-in. */
export interface ProfileBody {
  id: string;
  name: string;
  email: string;
  roles: readonly string[];
  external: boolean;
  /** Null for people of the identity provider. */
  passwordSetAt: string | null;
  factor: FactorState;
  totp: boolean;
  passkeys: readonly PasskeyView[];
  sessions: readonly SessionView[];
  tokens: readonly TokenView[];
}

/** GET /api/v1/factor-offer: what is needed to set up one more factor; each part is good for some minutes. */
export interface FactorOfferBody {
  totp: { secret: string; uri: string; offer: string };
  /** `options` go to navigator.credentials.create(). */
  passkey: { nonce: string; options: Readonly<Record<string, unknown>> };
}

/** GET /api/v1/passkey-challenge: `options` go to navigator.credentials.get(). */
export interface PasskeyChallengeBody {
  nonce: string;
  options: Readonly<Record<string, unknown>>;
}

/** `details` of a `step_up_required` refusal: the ways to prove it, and what the passkey has to sign. */
export interface StepUpDetails {
  methods: readonly ('totp' | 'passkey')[];
  passkey?: PasskeyChallengeBody;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPasskeyChallenge(value: unknown): value is PasskeyChallengeBody {
  return isObject(value) && typeof value.nonce === 'string' && isObject(value.options);
}

/** The ways that a refusal's `details` name; null when they name none that can be asked for here. */
export function stepUpDetails(details: unknown): StepUpDetails | null {
  if (!isObject(details) || !Array.isArray(details.methods)) return null;
  const { passkey } = details;
  const methods = details.methods.filter(
    (method) => method === 'totp' || (method === 'passkey' && isPasskeyChallenge(passkey)),
  );
  if (methods.length === 0) return null;
  return { methods, ...(methods.includes('passkey') && isPasskeyChallenge(passkey) ? { passkey } : {}) };
}

/** GET /api/v1/keys: the keys of machines, live ones first. */
export interface KeyView {
  id: string;
  name: string;
  prefix: string;
  scopes: readonly string[];
  owner: { id: string; name: string; disabled: boolean } | null;
  createdBy: string | null;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  state: 'live' | 'ending' | 'expired' | 'revoked';
  /** The key that has taken its place, and the one whose place it has taken. */
  replacedBy: KeyPartnerView | null;
  replaces: KeyPartnerView | null;
}

export interface KeyPartnerView {
  id: string;
  prefix: string;
}

/** Answer of create-key and rotate-key. `key` is the whole key: shown this once, stored nowhere. */
export interface KeyMadeAnswer {
  keyId: string;
  key: string;
  prefix: string;
  expiresAt: string | null;
  /** Until when the key before works; null when there is none. */
  oldEndsAt: string | null;
}

/** Answer of create-token. `token` is the whole token: shown this once, stored nowhere. */
export interface TokenMadeAnswer {
  tokenId: string;
  token: string;
  prefix: string;
  expiresAt: string;
}

export interface KeysBody {
  items: readonly KeyView[];
  nextBefore: NextBefore;
}

/** GET /api/v1/credential?prefix=: whose a found key or token is; null when it is none of ours. */
export interface CredentialBody {
  found:
    | ({ kind: 'key' } & KeyView)
    | ({ kind: 'token'; owner: { id: string; name: string; disabled: boolean } } & TokenView)
    | null;
}

/** What a one-time link is for, as its holder sees it. `email` and `name` are null for the first super admin. */
export interface LinkBody {
  kind: 'invitation' | 'first_run' | 'reset';
  email: string | null;
  name: string | null;
  roles: readonly string[];
  expiresAt: string;
}

/** A one-time link as whoever asked for it gets to see it, once. */
export interface IssuedLink {
  linkId: string;
  link: string;
  expiresAt: string;
}

/** Answer of reset-second-factor: the link to a new one; null for people who sign in with the identity provider. */
export type ResetAnswer = IssuedLink | null;

export interface AddedPasskeyAnswer {
  passkeyId: string;
}

export interface ChangedRolesAnswer {
  changed: boolean;
  /** Their sessions have ended, because they may do more now than when they signed in. */
  signedOut: boolean;
}

export interface EndedSessionsAnswer {
  ended: number;
}

export interface ProvenAnswer {
  proven: true;
}

/** Answer of use-link: the address to sign in with. */
export interface UsedLinkAnswer {
  email: string;
}
