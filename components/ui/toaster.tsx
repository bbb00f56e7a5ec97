// Shows the notices of toast-store.ts: spoken politely, eight seconds, held while pointed at or focused.
'use client';
import { CircleCheck, CircleX, Info, TriangleAlert, X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from './button.tsx';
import { currentToasts, dismissToast, onToasts, type Toast } from './toast-store.ts';

const STAYS_MS = 8_000;
const NONE: readonly Toast[] = [];

const ICON = {
  ok: { icon: CircleCheck, ink: 'text-ok-text' },
  risk: { icon: TriangleAlert, ink: 'text-risk-text' },
  crit: { icon: CircleX, ink: 'text-crit-text' },
  plain: { icon: Info, ink: 'text-ink-3' },
} as const;

function Notice({ toast }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  // A replaced notice gets its eight seconds anew.
  useEffect(() => {
    if (toast.sticky || held) return;
    const timer = setTimeout(() => dismissToast(toast.id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [toast, held]);
  const { icon: Icon, ink } = ICON[toast.tone];
  return (
    <li
      className="pointer-events-auto flex animate-pop-in items-start gap-3 rounded-lg bg-raised px-3.5 py-3 shadow-pop"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon className={`mt-0.5 size-4 ${ink}`} aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="text-sm font-medium">{toast.title}</p>
        {toast.body ? <div className="mt-1 text-xs text-ink-3">{toast.body}</div> : null}
      </div>
      {toast.action ? (
        <Button size="sm" onClick={toast.action.onPress}>
          {toast.action.label}
        </Button>
      ) : null}
      <Button
        variant="ghost"
        size="sm"
        square
        aria-label={`Dismiss: ${toast.title}`}
        onClick={() => dismissToast(toast.id)}
        className="-mr-2"
      >
        <X className="size-3.5" aria-hidden="true" />
      </Button>
    </li>
  );
}

export function Toaster() {
  const toasts = useSyncExternalStore(onToasts, currentToasts, () => NONE);
  return (
    <section
      aria-label="Notices"
      className="notices pointer-events-none fixed z-50 max-lg:inset-x-2 max-lg:top-[calc(var(--bar-banner)+var(--bar-header)+8px)] lg:right-6 lg:w-96"
    >
      <ol className="flex flex-col gap-2.5">
        {toasts.map((toast) => (
          <Notice key={toast.id} toast={toast} />
        ))}
      </ol>
      <div role="status" aria-live="polite" className="sr-only">
        {toasts.map((toast) => (
          <p key={toast.id}>{toast.title}</p>
        ))}
      </div>
    </section>
  );
}
