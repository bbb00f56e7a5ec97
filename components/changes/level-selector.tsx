// The degradation level in every header: the current one in ink, safer ones to the right in blue, the way back locked.
'use client';
import clsx from 'clsx';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { FULL, LEVELS } from '#lib/catalog/levels.ts';

interface LevelSelectorProps {
  current: number;
  /** While an emergency stop holds: said in place of the level's name, which is derived from values alone. */
  stopped?: ReactNode;
  /** Why this person may not press a level; null when they may. */
  heldBy: (level: number) => string | null;
  onPress: (level: number) => void;
  /** Leaving takes a second person: opens its sheet. */
  onLeave: () => void;
}

const ALL = [FULL, ...LEVELS] as const;

export function LevelSelector({ current, stopped, heldBy, onPress, onLeave }: LevelSelectorProps) {
  return (
    <div className="hidden items-center gap-2 md:flex">
      {stopped}
      <span className="text-xs text-ink-3 max-lg:hidden" id="level-label">
        Level
      </span>
      <fieldset
        aria-label="Degradation level"
        className="flex h-7 items-stretch overflow-hidden rounded-md border border-field bg-surface"
      >
        {ALL.map(({ level, name }) => {
          const here = level === current;
          const lower = level < current;
          const held = level > current ? heldBy(level) : null;
          return (
            <button
              key={level}
              type="button"
              aria-current={here ? 'true' : undefined}
              aria-disabled={held !== null || undefined}
              title={held ?? undefined}
              aria-label={
                here
                  ? `Level ${level} ${name}, now${stopped ? ', and the venue is stopped' : ''}`
                  : lower
                    ? `Leave level ${current}, toward ${level} ${name}: takes a second person`
                    : `Level ${level}, ${name}${held ? `: ${held}` : ', lowers exposure'}`
              }
              onClick={() => {
                if (lower) onLeave();
                else if (!here && held === null) onPress(level);
              }}
              className={clsx(
                'flex min-w-7 items-center justify-center gap-1 border-l border-line px-2 text-xs font-medium whitespace-nowrap first:border-l-0 focus-visible:-outline-offset-2 pointer-coarse:min-w-11',
                here && 'bg-ink text-canvas focus-visible:outline-canvas',
                lower && 'text-ink-3 hover:bg-hover',
                !here &&
                  !lower &&
                  (held ? 'cursor-not-allowed text-ink-3' : 'text-safe-text hover:bg-safe-soft'),
              )}
            >
              {lower ? <Lock className="size-3" aria-hidden="true" /> : null}
              <span className="tn">{level}</span>
              {here && !stopped ? ` ${name}` : null}
            </button>
          );
        })}
      </fieldset>
    </div>
  );
}
