// One's second factors: the authenticator app and every passkey, with what can be done to each.
'use client';
import { KeyRound, Plus, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { stampShort } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Section } from '#components/ui/section.tsx';
import { useNow } from '#components/ui/use-now.ts';
import type { PasskeyView } from '#lib/contract/access.ts';

interface PasskeyListProps {
  totp: boolean;
  passkeys: readonly PasskeyView[];
  /** Why nothing can be set up now. */
  heldBy: string | null;
  /** Why none can be taken away now. */
  keepBy: string | null;
  busy: boolean;
  onTotp: () => void;
  onRemoveTotp: () => void;
  onAdd: () => void;
  onRename: (passkey: PasskeyView) => void;
  onRemove: (passkey: PasskeyView) => void;
  /** Below the list: what went wrong. */
  children?: ReactNode;
}

export function PasskeyList(props: PasskeyListProps) {
  const { totp, passkeys, heldBy, keepBy, busy } = props;
  const now = useNow(60_000);
  const when = (at: string): string => stampShort(at, now ?? at);
  return (
    <Section title="Second factors" note="Asked for at sign-in, and again for what cannot be taken back" rule>
      <ul className="divide-y divide-line border-b border-line">
        <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 py-2">
          <Smartphone className="size-4 text-ink-3" aria-hidden="true" />
          <div className="min-w-60 flex-1">
            <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
              Authenticator app {totp ? <Chip tone="ok">Set up</Chip> : null}
            </p>
            <p className="text-xs text-ink-3">
              Six digits that change every 30 seconds, for sign-in with a password.
            </p>
          </div>
          <span className="flex gap-2 max-sm:ml-7">
            <Button disabledReason={heldBy} busy={busy} onClick={props.onTotp}>
              {totp ? 'Replace it' : 'Set it up'}
            </Button>
            {totp ? (
              <Button
                variant="ghost"
                disabledReason={keepBy}
                busy={busy}
                onClick={props.onRemoveTotp}
                aria-label="Remove the authenticator app"
              >
                Remove
              </Button>
            ) : null}
          </span>
        </li>
        {passkeys.map((passkey) => (
          <li key={passkey.id} className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 py-2">
            <KeyRound className="size-4 text-ink-3" aria-hidden="true" />
            <div className="min-w-60 flex-1">
              <p className="text-sm font-medium break-words">{passkey.name}</p>
              <p className="tn text-xs text-ink-3">
                Passkey, added {when(passkey.createdAt)},{' '}
                {passkey.lastUsedAt ? `used ${when(passkey.lastUsedAt)}` : 'not used yet'}
                {passkey.backedUp ? ', kept by its maker on your other devices too' : ', only on this device'}
              </p>
            </div>
            <span className="flex gap-2 max-sm:ml-7">
              <Button
                disabledReason={heldBy}
                busy={busy}
                onClick={() => props.onRename(passkey)}
                aria-label={`Rename ${passkey.name}`}
              >
                Rename
              </Button>
              <Button
                variant="ghost"
                disabledReason={keepBy}
                busy={busy}
                onClick={() => props.onRemove(passkey)}
                aria-label={`Remove ${passkey.name}`}
              >
                Remove
              </Button>
            </span>
          </li>
        ))}
        <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 py-2">
          <KeyRound className="size-4 text-ink-3" aria-hidden="true" />
          <p className="min-w-60 flex-1 text-xs text-ink-3">
            {passkeys.length === 0 ? 'You have no passkey. ' : ''}A passkey signs you in by finger, face or
            PIN, and cannot be given away to a false page.
          </p>
          <Button
            icon={Plus}
            className="max-sm:ml-7"
            variant={totp || passkeys.length > 0 ? 'outline' : 'ink'}
            disabledReason={heldBy}
            busy={busy}
            onClick={props.onAdd}
          >
            Add a passkey
          </Button>
        </li>
      </ul>
      <div className="mt-2">{props.children}</div>
    </Section>
  );
}
