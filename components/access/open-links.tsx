// One-time links that nobody has used yet: whom for, how long, and withdrawing them.
'use client';
import { roleWords } from '#components/initials.ts';
import { Button } from '#components/ui/button.tsx';
import { FormError } from '#components/ui/form-error.tsx';
import { Section } from '#components/ui/section.tsx';
import type { OpenLinkView } from '#lib/contract/access.ts';
import { linkEnd, linkKind } from './people-words.ts';

interface OpenLinksProps {
  links: readonly OpenLinkView[];
  now: string;
  heldBy: string | null;
  busy: boolean;
  error: { message: string } | null;
  onWithdraw: (link: OpenLinkView) => void;
}

export function OpenLinks({ links, now, heldBy, busy, error, onWithdraw }: OpenLinksProps) {
  return (
    <Section
      title="Open links"
      note={links.length === 0 ? 'None: nobody is on the way in' : 'Each can be used once'}
      rule
      className="mx-4 mt-8 mb-6 lg:mx-6"
    >
      <ul className="divide-y divide-line">
        {links.map((link) => {
          const who = link.name ?? 'Whoever starts this installation';
          return (
            <li key={link.id} className="flex min-h-[54px] flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <div className="min-w-0 flex-1">
                <p className="truncate text-sm">
                  <span className="font-medium">{who}</span>{' '}
                  {link.email ? <span className="text-ink-3">{link.email}</span> : null}
                </p>
                <p className="tn truncate text-xs text-ink-3">
                  {linkKind(link)}, {roleWords(link.roles)}
                  {link.issuedBy ? `, by ${link.issuedBy}` : ''}
                </p>
                <p className="lg:hidden">
                  <End link={link} now={now} />
                </p>
              </div>
              <span className="max-lg:hidden">
                <End link={link} now={now} />
              </span>
              <Button
                busy={busy}
                disabledReason={heldBy}
                onClick={() => onWithdraw(link)}
                aria-label={`Withdraw the link for ${who}`}
              >
                Withdraw
              </Button>
            </li>
          );
        })}
      </ul>
      <FormError error={error} />
    </Section>
  );
}

function End({ link, now }: { link: OpenLinkView; now: string }) {
  return (
    <span className={`tn text-xs ${link.expired ? 'text-risk-text' : 'text-ink-2'}`}>
      {linkEnd(link, now)}
    </span>
  );
}
