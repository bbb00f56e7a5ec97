// How fresh the page's picture is, what the banner says about it, and when raising has to wait for it. Pure.

import { age, clock } from '#components/format-time.ts';
import type { Environment, StatusBody } from '#lib/contract/console.ts';

/** The live link to the console, on this machine's clock (ms since 1970). */
export type Link =
  | { state: 'live' }
  /** No link since; the next try, if one is planned. */
  | { state: 'offline'; since: number; nextTryAt: number | null };

/** What was last heard: the status and when it arrived here (ms since 1970, this machine's clock). */
export interface Heard {
  status: StatusBody;
  receivedAt: number;
}

/** Figures come every 2 s; older than this they are stale. */
export const STALE_AFTER_MS = 6_000;

export interface Freshness {
  state: 'fresh' | 'stale' | 'offline';
  /** Age of the figures; null when there are none. */
  figuresAgeMs: number | null;
  /** Time since the link was lost; null while it holds. */
  offlineForMs: number | null;
  /** Time to the next try to connect; null when none is planned. */
  nextTryMs: number | null;
}

/** `now` is this machine's clock; ages are measured on the database's clock, carried forward by it. */
export function freshnessOf(heard: Heard | undefined, link: Link, now: number): Freshness {
  const databaseNow = heard ? Date.parse(heard.status.now) + Math.max(0, now - heard.receivedAt) : null;
  const figuresAgeMs =
    heard?.status.figuresAt && databaseNow !== null
      ? Math.max(0, databaseNow - Date.parse(heard.status.figuresAt))
      : null;
  if (link.state === 'offline') {
    return {
      state: 'offline',
      figuresAgeMs,
      offlineForMs: Math.max(0, now - link.since),
      nextTryMs: link.nextTryAt === null ? null : Math.max(0, link.nextTryAt - now),
    };
  }
  // A venue whose instances report no figures is not stale: then only the page's own picture can be old.
  const pictureAgeMs = heard ? Math.max(0, now - heard.receivedAt) : 0;
  const stale = pictureAgeMs > STALE_AFTER_MS || (figuresAgeMs !== null && figuresAgeMs > STALE_AFTER_MS);
  return { state: stale ? 'stale' : 'fresh', figuresAgeMs, offlineForMs: null, nextTryMs: null };
}

/** What a phone says in place of raising a switch. */
export const RAISE_ON_DESKTOP = 'Raising needs a desktop. Lowering works here.';

/** Why nothing may be raised now, as a sentence; null when it may. Lowering is never held. */
export function raisingHeldBy(heard: Heard | undefined, fresh: Freshness): string | null {
  if (fresh.state === 'offline') return 'You are offline. Nothing is sent until the link is back.';
  if (heard?.status.integrity.state === 'broken') {
    return `The audit chain is broken at entry ${heard.status.integrity.brokenSeq}. Raising waits until it is whole.`;
  }
  if (fresh.state === 'stale') {
    return fresh.figuresAgeMs === null
      ? 'This page has heard nothing for a while. Raising waits until it is fresh.'
      : `The figures are ${age(fresh.figuresAgeMs)} old. Raising waits for fresh ones.`;
  }
  return null;
}

const ENVIRONMENT = {
  production: { word: 'PRODUCTION', says: '' },
  staging: { word: 'STAGING', says: 'nothing here reaches customers' },
  demo: { word: 'DEMO', says: 'a simulated venue, no real money' },
} as const satisfies Record<Environment, { word: string; says: string }>;

export interface BannerWords {
  tone: 'plain' | 'risk' | 'crit';
  word: string;
  /** A few words after it, when there is something to say. */
  says: string;
  /** At the right end, instead of the age of the figures. */
  next: string | null;
}

/** What the 24 px at the top say. */
export function bannerWords(
  environment: Environment,
  heard: Heard | undefined,
  fresh: Freshness,
): BannerWords {
  const { word, says } = ENVIRONMENT[environment];
  if (fresh.state === 'offline') {
    return {
      tone: 'crit',
      word: 'OFFLINE',
      says: `no link for ${age(fresh.offlineForMs ?? 0)}, nothing is sent`,
      next: fresh.nextTryMs === null ? null : `Next try in ${Math.ceil(fresh.nextTryMs / 1000)} s`,
    };
  }
  if (heard && fresh.state === 'stale') {
    return {
      tone: 'risk',
      word: 'STALE',
      says:
        fresh.figuresAgeMs === null
          ? 'nothing heard for a while, raising waits'
          : `figures ${age(fresh.figuresAgeMs)} old, raising waits`,
      next: null,
    };
  }
  return { tone: 'plain', word, says, next: null };
}

/** `Figures as of 03:12:47 UTC, 0.8 s old`; the age is null while the server renders. */
export function figuresWords(heard: Heard, ageMs: number | null): string {
  if (!heard.status.figuresAt) return 'No figures yet';
  const at = `Figures as of ${clock(heard.status.figuresAt)} UTC`;
  return ageMs === null ? at : `${at}, ${age(ageMs)} old`;
}
