// The levels by capability, so that the cost of a press is read before it: the current row whole, safer ones with their button, the way back locked.
'use client';
import clsx from 'clsx';
import { ArrowDownRight, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FULL, levelName } from '#lib/catalog/levels.ts';
import type { CapabilityView } from '#lib/contract/console.ts';
import type { LevelStatus, LevelsBody, LevelView } from '#lib/contract/levels.ts';
import { CAPABILITIES, type Capability } from '#lib/rules/changes/capabilities.ts';
import { CapabilityCell } from './capability-cell.tsx';
import { leavingHeldBy, levelToLeave, setsWords } from './level-words.ts';

interface LevelLadderProps {
  body: LevelsBody;
  /** What holds now, from the pulse: computed from what the instances have applied. */
  capabilities: Readonly<Record<string, CapabilityView>>;
  status: LevelStatus;
  /** Since when, in words. */
  since: string;
  /** While an emergency stop holds: said under the level, which is derived from values alone. */
  stopped?: ReactNode;
  /** Why nothing can be sent. */
  cannotSend: string | null;
  /** In the current row at the right: observation, drift. */
  children?: ReactNode;
  /** A cause was pressed: open that switch. */
  onOpenSwitch: (name: string) => void;
  onPress: (level: number) => void;
  onLeave: () => void;
}

const KEYS = Object.keys(CAPABILITIES) as Capability[];
const BAR = { on: 'bg-ok', limited: 'hatch-risk', manual: 'hatch-risk', off: '', unknown: 'hatch' } as const;

export function LevelLadder({
  body,
  capabilities,
  status,
  since,
  stopped,
  cannotSend,
  children,
  onOpenSwitch,
  onPress,
  onLeave,
}: LevelLadderProps) {
  const { current } = status;
  const cell = (key: Capability, view: CapabilityView | undefined, whole: boolean) => (
    <td
      key={key}
      className={clsx(
        'relative border-l border-line px-2 py-2.5 align-top',
        view?.state === 'off' && 'hatch-soft',
      )}
    >
      {whole ? (
        <span
          aria-hidden="true"
          className={clsx('absolute inset-x-0 top-0 h-[3px]', BAR[view?.state ?? 'unknown'])}
        />
      ) : null}
      <CapabilityCell view={view} whole={whole} onOpenSwitch={onOpenSwitch} />
    </td>
  );
  const rows = [FULL.level, ...body.levels.map(({ level }) => level)];
  return (
    <table className="w-full table-fixed border-y border-line-strong">
      <caption className="sr-only">Degradation levels by capability</caption>
      <thead>
        <tr className="text-left text-xs text-ink-3 [&>th]:h-8 [&>th]:font-normal">
          <th scope="col" className="w-[116px]">
            Level
          </th>
          {KEYS.map((key) => (
            <th key={key} scope="col" className="border-l border-line px-2 text-ink-2">
              {CAPABILITIES[key]}
            </th>
          ))}
          <th scope="col" className="w-[216px] border-l border-line pl-3 text-2xs">
            Sets, and last measured
          </th>
        </tr>
      </thead>
      <tbody className="[&>tr>*]:border-t [&>tr>*]:border-t-line">
        {rows.map((level) => {
          const view = body.levels.find((one) => one.level === level);
          if (level === current) {
            return (
              <tr key={level}>
                <th scope="row" className="py-2.5 pr-2 text-left align-top font-normal">
                  <span className="fig block text-lg">
                    {level} {levelName(level)}
                  </span>
                  <span className="tn block text-2xs text-ink-3">Since {since}</span>
                  {stopped ? <span className="mt-1 block">{stopped}</span> : null}
                </th>
                {KEYS.map((key) => cell(key, capabilities[key], true))}
                <td className="border-l border-line py-2.5 pl-3 align-top text-xs">{children}</td>
              </tr>
            );
          }
          return (
            <tr key={level}>
              <th scope="row" className="py-2.5 pr-2 text-left align-top text-sm font-normal">
                <span className="tn text-ink-3">{level}</span> {levelName(level)}
              </th>
              {view ? (
                KEYS.map((key) => cell(key, view.capabilities[key], false))
              ) : (
                <td colSpan={KEYS.length} className="border-l border-line px-2 py-2.5 text-xs text-ink-3">
                  {leavingWords(body)}
                </td>
              )}
              <td className="border-l border-line py-1.5 pl-3">
                <RowEnd
                  view={view}
                  lower={level < current}
                  body={body}
                  cannotSend={cannotSend}
                  onPress={onPress}
                  onLeave={onLeave}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** What leaving would do, in one line. */
function leavingWords(body: LevelsBody): string {
  const held = leavingHeldBy(body);
  if (!body.leaving) return held ?? '';
  const { changes, kept } = body.leaving;
  if (changes.length === 0) return 'Leaving sets nothing back, and takes nobody else.';
  const keeps = kept.length > 0 ? `, ${kept.length} keep what somebody set since` : '';
  return `Leaving sets ${changes.length} switch${changes.length === 1 ? '' : 'es'} back${keeps}. It raises exposure and takes a second person.`;
}

function RowEnd({
  view,
  lower,
  body,
  cannotSend,
  onPress,
  onLeave,
}: Pick<LevelLadderProps, 'body' | 'cannotSend' | 'onPress' | 'onLeave'> & {
  view: LevelView | undefined;
  lower: boolean;
}) {
  if (lower) {
    // Only the way to full function is one act; a level in between is no way back.
    if (view) return <span className="text-xs text-ink-3">Leave first</span>;
    return (
      <Button icon={Lock} disabledReason={leavingHeldBy(body)} onClick={onLeave} className="w-full">
        Leave level {levelToLeave(body)}
      </Button>
    );
  }
  if (!view) return null;
  const { sets, measured } = setsWords(view);
  const denied = view.heldBy !== null;
  return (
    <span className="flex items-center gap-2 text-xs text-ink-3">
      <span className="tn min-w-0 flex-1">
        {sets}, <span className="text-ink-2">{measured}</span>
      </span>
      <Button
        variant={denied ? 'outline' : 'safe'}
        icon={denied ? Lock : ArrowDownRight}
        disabledReason={view.heldBy ?? cannotSend}
        onClick={() => onPress(view.level)}
        className="w-[96px]"
      >
        Level {view.level}
      </Button>
    </span>
  );
}
