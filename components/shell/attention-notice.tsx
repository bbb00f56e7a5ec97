// Lines under every header while something is owed: break-glass that nobody else has reviewed, values whose time has passed.
import { Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { approvalHref } from '#components/changes/approval-words.ts';
import { stampShort } from '#components/format-time.ts';
import { placeName } from '#components/format-value.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';

interface AttentionNoticeProps {
  attention: AttentionView;
  me: string;
  /** Only tells the day. */
  now: string;
}

/** `2 values are past their time`, or the one by name. */
function passedWords(passed: AttentionView['passed'], me: string, now: string): ReactNode {
  const [first, ...rest] = passed.toSorted((a, b) => Number(b.owner.id === me) - Number(a.owner.id === me));
  if (!first) return null;
  const whose =
    first.owner.id === me ? 'yours to come back to' : `${first.owner.name} was to come back to it`;
  return (
    <>
      <span className="num">{placeName(first.switch, first.symbol)}</span> is past its time since{' '}
      <span className="tn">{stampShort(first.until, now)}</span> UTC, {whose}
      {rest.length > 0 ? `, and ${rest.length} more` : ''}.
    </>
  );
}

function Line({
  icon: Icon,
  href,
  label,
  children,
}: {
  icon: LucideIcon;
  href: string;
  label: string;
  children: ReactNode;
}) {
  return (
    <p className="flex min-h-9 items-center gap-2 border-b border-risk-line bg-risk-soft px-4 py-1.5 lg:px-6">
      <Icon className="size-3.5 text-risk-text" aria-hidden="true" />
      <span className="min-w-0 text-risk-text">{children}</span>
      <Link href={href} className="link whitespace-nowrap">
        {label}
      </Link>
    </p>
  );
}

export function AttentionNotice({ attention, me, now }: AttentionNoticeProps) {
  const { debts, passed } = attention;
  const [debt] = debts;
  if (!debt && passed.length === 0) return null;
  const mine = debt?.usedBy.id === me;
  return (
    <aside aria-label="What is owed" className="noprint shrink-0 text-xs">
      {debt ? (
        <Line
          icon={TriangleAlert}
          href={approvalHref(debt.id)}
          label={mine ? 'Look at it' : 'Open the review'}
        >
          Raising outside <span className="num">{debt.incident}</span> stops until somebody{' '}
          {mine ? 'else reviews your break-glass' : `reviews the break-glass of ${debt.usedBy.name}`}
          {debts.length > 1 ? `; ${debts.length - 1} more wait` : ''}.
        </Line>
      ) : null}
      {passed.length > 0 ? (
        <Line icon={Clock} href="/approvals" label="See it">
          {passedWords(passed, me, now)}
        </Line>
      ) : null}
    </aside>
  );
}
