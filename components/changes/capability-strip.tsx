// What customers can do now, computed from what the instances have applied: on, limited, by hand, off, unknown, each with its cause.
'use client';
import clsx from 'clsx';
import { CircleCheck, CircleDashed, CircleSlash, Hand, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { CapabilityView } from '#lib/contract/console.ts';
import { CAPABILITIES, type Capability } from '#lib/rules/changes/capabilities.ts';

interface CapabilityStripProps {
  capabilities: Readonly<Record<string, CapabilityView>>;
  /** A cause was pressed: open that switch. Without it causes are plain words. */
  onOpenSwitch?: (name: string) => void;
}

type State = CapabilityView['state'];

const STATE = {
  on: { word: 'On', icon: CircleCheck, ink: 'text-ok-text', bar: 'bg-ok' },
  limited: { word: 'Limited', icon: TriangleAlert, ink: 'text-risk-text', bar: 'hatch-risk' },
  manual: { word: 'By hand', icon: Hand, ink: 'text-risk-text', bar: 'hatch-risk' },
  off: { word: 'Off', icon: CircleSlash, ink: 'text-ink-3', bar: '' },
  unknown: { word: 'Unknown', icon: CircleDashed, ink: 'text-ink-2', bar: 'hatch' },
} as const satisfies Record<State, { word: string; icon: LucideIcon; ink: string; bar: string }>;

const UNKNOWN: CapabilityView = { state: 'unknown', note: 'No data', causes: [] };
const KEYS = Object.keys(CAPABILITIES) as Capability[];

export function CapabilityStrip({ capabilities, onOpenSwitch }: CapabilityStripProps) {
  return (
    <ul className="border-line-strong max-lg:border-t lg:grid lg:grid-cols-3 lg:border-y">
      {KEYS.map((key) => (
        <Cell
          key={key}
          label={CAPABILITIES[key]}
          view={Object.hasOwn(capabilities, key) ? (capabilities[key] ?? UNKNOWN) : UNKNOWN}
          onOpenSwitch={onOpenSwitch}
        />
      ))}
    </ul>
  );
}

interface CellProps {
  label: string;
  view: CapabilityView;
  onOpenSwitch: CapabilityStripProps['onOpenSwitch'];
}

/** Text on hatching stands on the plain ground, so that it can be read. */
function Cell({ label, view, onOpenSwitch }: CellProps) {
  const { word, icon: Icon, ink, bar } = STATE[view.state];
  const off = view.state === 'off';
  const plain = off ? 'w-fit max-w-full bg-canvas pr-1' : '';
  return (
    <li
      className={clsx(
        'relative min-w-0 border-line max-lg:grid max-lg:min-h-9 max-lg:grid-cols-[104px_minmax(0,1fr)] max-lg:items-center max-lg:gap-x-3 max-lg:border-b max-lg:py-1.5',
        'lg:border-l lg:px-3 lg:py-3 lg:nth-[3n+1]:border-l-0 lg:nth-[3n+1]:pl-0',
        off && 'lg:hatch-soft',
      )}
    >
      <span aria-hidden="true" className={clsx('absolute inset-x-0 top-0 h-[3px] max-lg:hidden', bar)} />
      <span className={clsx('block text-xs text-ink-3 max-lg:text-sm max-lg:text-ink-2', plain)}>
        {label}
      </span>
      <span className="min-w-0 max-lg:flex max-lg:items-center max-lg:gap-3">
        <span
          className={clsx(
            'mt-0.5 flex items-center gap-1.5 text-sm font-semibold max-lg:mt-0 max-lg:font-medium',
            plain,
          )}
        >
          <Icon className={clsx('size-3.5', ink)} aria-hidden="true" />
          <span className={off ? 'text-ink-3' : undefined}>{word}</span>
        </span>
        <span
          className={clsx(
            'mt-1 block text-xs text-ink-2 max-lg:mt-0 max-lg:ml-auto max-lg:text-right max-lg:text-ink-3',
            plain,
          )}
        >
          {view.note === word ? null : view.note}
        </span>
        {view.causes.length > 0 ? (
          <Causes causes={view.causes} plain={plain} onOpenSwitch={onOpenSwitch} />
        ) : null}
      </span>
    </li>
  );
}

function Causes({
  causes,
  plain,
  onOpenSwitch,
}: {
  causes: readonly string[];
  plain: string;
  onOpenSwitch: CellProps['onOpenSwitch'];
}) {
  return (
    <span className={clsx('num mt-1 block text-2xs text-ink-3 max-lg:sr-only', plain)}>
      <span className="sr-only">because of </span>
      {causes.map((cause) =>
        onOpenSwitch ? (
          <button
            key={cause}
            type="button"
            title={cause}
            onClick={() => onOpenSwitch(cause)}
            className="-my-1 block max-w-full truncate rounded-xs py-1 text-left hover:text-ink hover:underline"
          >
            {cause}
          </button>
        ) : (
          <span key={cause} title={cause} className="block truncate">
            {cause}
          </span>
        ),
      )}
    </span>
  );
}
