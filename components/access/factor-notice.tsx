// One line on every screen of people whose roles ask for a second factor that is missing or not proven.
import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import type { MeBody } from '#lib/contract/console.ts';
import { factorNotice } from './factor-words.ts';

export function FactorNotice({ me }: { me: Pick<MeBody, 'roles' | 'factor'> }) {
  const notice = factorNotice(me.roles, me.factor);
  if (!notice) return null;
  return (
    <aside
      aria-label="Second factor"
      className="noprint flex min-h-9 shrink-0 items-center gap-2 border-b border-risk-line bg-risk-soft px-4 py-1.5 text-xs lg:px-6"
    >
      <KeyRound className="size-3.5 text-risk-text" aria-hidden="true" />
      <span className="min-w-0 text-risk-text">{notice.title}.</span>
      <Link href="/profile" className="link whitespace-nowrap">
        Open your profile
      </Link>
    </aside>
  );
}
