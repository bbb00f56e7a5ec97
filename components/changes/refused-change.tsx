// Why a change was refused, with the way to what stands before it: the request that asks the same, the review that is owed.
import { CircleAlert } from 'lucide-react';
import Link from 'next/link';
import { requestName } from '#lib/catalog/approvals.ts';
import type { ErrorBody } from '#lib/contract/console.ts';
import { approvalHref } from './approval-words.ts';

/** The place where this refusal can be lifted. */
function wayOut({ code, details }: ErrorBody['error']): { href: string; label: string } | null {
  if (code === 'break_glass_debt' && typeof details?.breakGlassId === 'string')
    return { href: approvalHref(details.breakGlassId), label: 'Open the review' };
  if (code === 'conflict' && typeof details?.requestId === 'string' && typeof details.number === 'number')
    return { href: approvalHref(details.requestId), label: `Open ${requestName(details.number)}` };
  return null;
}

export function RefusedChange({ error }: { error: ErrorBody['error'] | null }) {
  if (!error) return null;
  const way = wayOut(error);
  return (
    <div role="alert" className="flex items-start gap-2 text-xs text-crit-text">
      <CircleAlert className="mt-px size-3.5" aria-hidden="true" />
      <p>
        {error.message}
        {way ? (
          <>
            {' '}
            <Link className="link whitespace-nowrap" href={way.href}>
              {way.label}
            </Link>
          </>
        ) : null}
      </p>
    </div>
  );
}
