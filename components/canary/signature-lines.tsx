// Who signs a post-mortem: three lines, each waiting, yours, signed or void, all bound to one text.
'use client';
import { PenLine, ShieldCheck } from 'lucide-react';
import { exact } from '#components/format-time.ts';
import { shortHash } from '#components/short-hash.ts';
import { Button } from '#components/ui/button.tsx';
import { POST_MORTEM_SIGNERS, type PostMortemSigner, SIGNING_STATEMENT } from '#lib/catalog/incidents.ts';
import { ROLES } from '#lib/catalog/roles.ts';
import type { PostMortemView } from '#lib/contract/incidents.ts';

interface SignatureLinesProps {
  postMortem: PostMortemView;
  me: { id: string; roles: readonly string[] };
  /** What stands before any signature of yours; null when nothing does. */
  heldBy: string | null;
  pending: boolean;
  onSign: (as: PostMortemSigner) => void;
}

export function SignatureLines({ postMortem, me, heldBy, pending, onSign }: SignatureLinesProps) {
  const { signatures, hash, signHeldBy } = postMortem;
  const valid = signatures.filter((one) => !one.void);
  const mine = valid.some(({ person }) => person.id === me.id);
  const held = (role: PostMortemSigner): string | null => {
    const label = ROLES[role].label.toLowerCase();
    if (!me.roles.includes(role)) return `Signed by somebody who works as ${label}.`;
    return (
      heldBy ?? signHeldBy ?? (mine ? 'You have signed already: it takes three different people.' : null)
    );
  };
  return (
    <div>
      <ul aria-label="Signatures" className="divide-y divide-line border-y border-line">
        {POST_MORTEM_SIGNERS.map((role) => {
          const signed = valid.find((one) => one.role === role);
          const voided = signatures.findLast((one) => one.void && one.role === role);
          return (
            <li key={role} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 py-1.5 text-sm">
              <span className="w-32 font-medium">{ROLES[role].label}</span>
              {signed ? (
                <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2">
                  <ShieldCheck className="size-4 text-ok-text" aria-hidden="true" />
                  {signed.person.name}
                  <span className="tn text-xs text-ink-3">signed {exact(signed.at)} UTC</span>
                </span>
              ) : (
                <>
                  <span className="min-w-0 flex-1 text-xs text-ink-3">
                    {voided
                      ? `Void: the text changed after ${voided.person.name} signed`
                      : 'Waits for a signature'}
                  </span>
                  <Button
                    size="sm"
                    icon={PenLine}
                    busy={pending}
                    disabledReason={held(role)}
                    onClick={() => onSign(role)}
                  >
                    Sign as {ROLES[role].label.toLowerCase()}
                  </Button>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <p className="mt-1 text-xs text-ink-3">
        {SIGNING_STATEMENT} Text <span className="num">{shortHash(hash, 6)}</span>
      </p>
    </div>
  );
}
