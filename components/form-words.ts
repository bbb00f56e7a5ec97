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
