// Sign-off forms that are open: what each leads to, whose line is next, until when; each leads to its own screen.
import Link from 'next/link';
import { stamp } from '#components/format-time.ts';
import { ROLES, type Role } from '#lib/catalog/roles.ts';
import { formName } from '#lib/catalog/signoff-types.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';
import { formHref } from './form-words.ts';

interface FormListProps {
  forms: AttentionView['forms'];
  /** Those that wait for you. */
  mine: AttentionView['forms'];
  now: string;
}

export function FormList({ forms, mine, now }: FormListProps) {
  if (forms.length === 0) return <p className="py-2 text-sm text-ink-3">No form is open for signature.</p>;
  return (
    <ul className="divide-y divide-line border-b border-line text-sm">
      {forms.map((form) => (
        <li key={formHref(form)}>
          <Link href={formHref(form)} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 py-2">
            <span className="num font-medium">{formName(form.run, form.gate)}</span>
            <span className="min-w-0 flex-1">{form.title}</span>
            <span className="text-xs text-ink-2">
              {mine.includes(form) ? 'Yours to sign' : `${ROLES[form.line as Role].label} is next`}, until{' '}
              <span className="num">{stamp(form.closesAt, now)}</span> UTC
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
