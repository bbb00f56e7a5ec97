// What stands in the way of a change, what to know about it, and what is fine.
import { CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react';
import Link from 'next/link';

export interface Guard {
  state: 'block' | 'warn' | 'pass';
  title: string;
  detail?: string;
  /** Where it can be lifted. */
  link?: { href: string; label: string };
}

const STATE = {
  block: { icon: CircleAlert, ink: 'text-crit-text', word: 'Blocks' },
  warn: { icon: TriangleAlert, ink: 'text-risk-text', word: 'Warning' },
  pass: { icon: CircleCheck, ink: 'text-ok-text', word: 'Fine' },
} as const satisfies Record<Guard['state'], { icon: LucideIcon; ink: string; word: string }>;

const ORDER = ['block', 'warn', 'pass'] as const;

/** `1 blocks, 2 warn, 3 pass`, without the noughts. */
export function guardCount(guards: readonly Guard[]): string {
  const words = { block: 'blocks', warn: 'warn', pass: 'pass' } as const;
  return ORDER.map((state) => ({ state, n: guards.filter((guard) => guard.state === state).length }))
    .filter(({ n }) => n > 0)
    .map(
      ({ state, n }) =>
        `${n} ${n === 1 && state !== 'block' ? (state === 'warn' ? 'warns' : 'passes') : words[state]}`,
    )
    .join(', ');
}

export function GuardList({ guards }: { guards: readonly Guard[] }) {
  if (guards.length === 0) return null;
  const sorted = ORDER.flatMap((state) => guards.filter((guard) => guard.state === state));
  return (
    <section aria-label="Guards">
      <div className="flex items-baseline">
        <h3 className="h-sec">Guards</h3>
        <span className="ml-auto text-xs text-ink-3">{guardCount(guards)}</span>
      </div>
      <ul className="mt-1">
        {sorted.map((guard) => {
          const { icon: Icon, ink, word } = STATE[guard.state];
          return (
            <li key={`${guard.state}${guard.title}`} className="flex gap-2.5 border-t border-line py-2">
              <Icon className={`mt-0.5 size-4 ${ink}`} aria-hidden="true" />
              <div className="min-w-0">
                <p className="text-sm">
                  <span className="sr-only">{word}: </span>
                  {guard.title}
                </p>
                {guard.detail ? <p className="text-xs text-ink-3">{guard.detail}</p> : null}
                {guard.link ? (
                  <Link className="link text-xs" href={guard.link.href}>
                    {guard.link.label}
                  </Link>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
