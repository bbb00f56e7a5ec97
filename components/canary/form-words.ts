// Which sign-off forms wait for somebody, and where they are signed. Pure.

import { stamp } from '#components/format-time.ts';
import { LINE_ROLES, type SignoffLine } from '#lib/catalog/signoff-types.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';
import type { FormWait, SignoffBody } from '#lib/contract/signoff-views.ts';

type OpenForm = AttentionView['forms'][number];

/** Open forms whose next line this person may sign. */
export function formsFor(
  me: { id: string; roles: readonly string[] },
  forms: readonly OpenForm[],
): OpenForm[] {
  return forms.filter(
    ({ line, signedBy }) =>
      !signedBy.includes(me.id) && LINE_ROLES[line as SignoffLine].some((role) => me.roles.includes(role)),
  );
}

export function formHref({ run, gate }: { run: number; gate: number }): string {
  return `/canary/${run}/forms/${gate}`;
}

/** What a form is about: `Into stage 1, canary`, `Stage 1, ultra-conservative, to stage 2, low risk`. */
export function formTitle({ from, to }: { from: string | null; to: string }): string {
  const into = `${to.slice(0, 1).toLowerCase()}${to.slice(1)}`;
  return from === null ? `Into ${into}` : `${from}, to ${into}`;
}

/** Where its canary is watched: its own figures, what the venue does, the log, and the file of the decision once there is one. */
export function formDashboards({
  run,
  form,
  sealed,
}: Pick<SignoffBody, 'run' | 'form' | 'sealed'>): readonly { label: string; path: string; file?: true }[] {
  return [
    { label: 'Figures, guards and criteria', path: `/canary/${run.number}` },
    { label: 'The venue now', path: '/now' },
    { label: 'Alerts', path: '/alerts' },
    { label: 'Log', path: '/audit' },
    ...(sealed
      ? [{ label: 'Report of the decision', path: `/api/v1/forms/${form}/bundle`, file: true as const }]
      : []),
  ];
}

/** Why nobody can sign now: `Nobody can sign while a figure is missing: Latency, P50.` */
export function waitReason({ missing }: Pick<FormWait, 'missing'>): string {
  const [first, ...others] = missing;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `Nobody can sign while ${more ? 'figures are' : 'a figure is'} missing: ${first?.what}${more}.`;
}

/** Since when it waits, and what comes of it. */
export function waitEnd({ since, until }: FormWait, now: string): string {
  if (since === null || until === null) return 'It goes on as soon as they are back.';
  return `It waits since ${stamp(since, now)} UTC, and goes on with every signature when they are back. Without them it becomes void at ${stamp(until, now)} UTC.`;
}
