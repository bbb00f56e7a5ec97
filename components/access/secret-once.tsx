// Shows a secret (a key, a token, a one-time link) the one time there is; it closes only when the person says they have it.
'use client';
import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FormError } from '#components/ui/form-error.tsx';

interface SecretOnceProps {
  /** What happened, such as "Key for router-01 is made". */
  title: string;
  /** Whom it is for and what becomes of what it replaces. */
  says: string;
  /** What the secret is: "Key", "Token", "Link". */
  label: string;
  secret: string;
  /** They have it: forget it here. */
  onDone: () => void;
}

export function SecretOnce({ title, says, label, secret, onDone }: SecretOnceProps) {
  const copyRef = useRef<HTMLButtonElement>(null);
  const shownRef = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const [kept, setKept] = useState(false);
  const [asked, setAsked] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      setCopied('yes');
    } catch {
      // A page without https, or a browser that was told not to: selected, so that Ctrl C does it.
      if (shownRef.current) window.getSelection()?.selectAllChildren(shownRef.current);
      setCopied('refused');
    }
  };
  const close = (): void => {
    if (kept) onDone();
    else setAsked(true);
  };
  const what = label.toLowerCase();
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={title}
      description={says}
      initialFocus={copyRef}
      footer={
        <Button
          size="lg"
          variant="ink"
          onClick={onDone}
          disabledReason={kept ? null : `Say first that you have stored the ${what}.`}
        >
          Done
        </Button>
      }
    >
      <div className="mt-3 flex flex-col gap-3">
        <div>
          <p className="lbl mb-1">{label}</p>
          <div className="flex items-start gap-2 rounded-md border border-field bg-sunken p-2">
            <code
              ref={shownRef}
              translate="no"
              className="num min-w-0 flex-1 py-1 text-sm break-all select-all"
            >
              {secret}
            </code>
            <Button ref={copyRef} icon={copied === 'yes' ? Check : Copy} onClick={() => void copy()}>
              {copied === 'yes' ? 'Copied' : `Copy the ${what}`}
            </Button>
          </div>
          <p role="status" className="mt-1 text-xs text-ink-3">
            {copied === 'yes'
              ? 'It is in the clipboard. Paste it where secrets are kept, then clear the clipboard.'
              : copied === 'refused'
                ? 'The browser does not let this page copy. It is selected: press Ctrl C.'
                : `You will not see this ${what} again: only a hash of it is stored.`}
          </p>
        </div>
        <label className="flex min-h-6 cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 shrink-0 accent-ink"
            checked={kept}
            onChange={(event) => {
              setKept(event.target.checked);
              setAsked(false);
            }}
          />
          I have stored it where it belongs
        </label>
        <FormError
          error={
            asked && !kept
              ? { message: `Store the ${what} and tick the box, then close. It cannot be shown again.` }
              : null
          }
        />
      </div>
    </Dialog>
  );
}
