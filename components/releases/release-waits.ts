// Which releases wait for somebody's approval, and how much waits for them in all. Pure.

import { formsFor } from '#components/canary/form-words.ts';
import { waitingFor } from '#components/changes/approval-words.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';
import { notAllowedTo } from '#lib/rules/may.ts';

type WaitingRelease = AttentionView['releases'][number];

/** Releases that this person may approve: nobody approves what they started. */
export function releasesFor(
  me: { id: string; roles: readonly string[] },
  releases: readonly WaitingRelease[],
): WaitingRelease[] {
  if (notAllowedTo('approve-release', me.roles) !== null) return [];
  return releases.filter(({ startedBy }) => startedBy.id !== me.id);
}

/** How much waits for this person: change requests, forms and releases. */
export function waitsFor(me: { id: string; roles: readonly string[] }, attention: AttentionView): number {
  const { requests, forms, releases } = attention;
  return waitingFor(me, requests).length + formsFor(me, forms).length + releasesFor(me, releases).length;
}
