// Which sign-off forms wait for somebody, and where they are signed. Pure.
import { LINE_ROLES, type SignoffLine } from '#lib/catalog/signoff-types.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';

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
