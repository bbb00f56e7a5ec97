// What a panel says when it has nothing ordinary to show: empty, loading, broken, stale, offline, not permitted.
'use client';
import { CircleCheck, CircleDashed, CircleX, ClockAlert, Lock, type LucideIcon, WifiOff } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from './button.tsx';

interface StateProps {
  title: string;
  children?: ReactNode;
  action?: { label: string; onPress: () => void; busy?: boolean };
}

function State({ icon: Icon, ink, title, children, action }: StateProps & { icon: LucideIcon; ink: string }) {
  return (
    <div className="flex items-start gap-2.5 py-4">
      <Icon className={`mt-0.5 size-4 ${ink}`} aria-hidden="true" />
      <div className="min-w-0">
        <p className="text-sm font-medium">{title}</p>
        {children ? <div className="mt-0.5 max-w-prose text-xs text-ink-3">{children}</div> : null}
        {action ? (
          <Button size="sm" className="mt-2" busy={action.busy} onClick={action.onPress}>
            {action.label}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Nothing there: say what is watched and when it was last looked at. */
export function EmptyState(props: StateProps) {
  return <State icon={CircleCheck} ink="text-ok-text" {...props} />;
}

/** Nothing there yet, and nothing that would be well because of it: say when it comes. */
export function NotYetState(props: StateProps) {
  return <State icon={CircleDashed} ink="text-ink-3" {...props} />;
}

/** A read failed: say what still works; one retry. */
export function ErrorState(props: StateProps) {
  return (
    <div role="alert">
      <State icon={CircleX} ink="text-crit-text" {...props} />
    </div>
  );
}

/** The figure is kept with its age; only raising waits. */
export function StaleState(props: StateProps) {
  return <State icon={ClockAlert} ink="text-risk-text" {...props} />;
}

/** No link: the last picture stays, nothing is sent. */
export function OfflineState(props: StateProps) {
  return <State icon={WifiOff} ink="text-crit-text" {...props} />;
}

/** The thing is shown, the role that may is named, and a way to ask. */
export function DeniedState(props: StateProps) {
  return <State icon={Lock} ink="text-ink-3" {...props} />;
}

const WIDTHS = [42, 55, 34, 50, 38, 47];
/** A short wait shows nothing at all. */
const SHOW_AFTER_MS = 200;

/** Shapes of the rows to come, after 200 ms; `label` is spoken and shown, such as "Reading 20 switches". */
export function LoadingRows({ rows = 4, label }: { rows?: number; label: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOW_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" className={shown ? 'py-3' : 'invisible py-3'}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes without identity
        <div key={row} aria-hidden="true" className="flex h-7 items-center gap-3">
          <span className="skel w-12" />
          <span className="skel" style={{ width: `${WIDTHS[row % WIDTHS.length]}%` }} />
        </div>
      ))}
      <p role="status" className="mt-1 text-xs text-ink-3">
        {shown ? label : ''}
      </p>
    </div>
  );
}
