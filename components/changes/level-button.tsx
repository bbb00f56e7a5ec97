// A level as a large button for the thumb: its number, its name, what it means, and how fast it was the last time.
'use client';
import clsx from 'clsx';
import { Lock } from 'lucide-react';
import type { LevelView } from '#lib/contract/levels.ts';
import { setsWords } from './level-words.ts';

interface LevelButtonProps {
  level: LevelView;
  /** Why it cannot be pressed; shown in place of what it means. */
  heldBy: string | null;
  onPress: () => void;
}

export function LevelButton({ level, heldBy, onPress }: LevelButtonProps) {
  const held = heldBy !== null;
  return (
    <button
      type="button"
      aria-disabled={held || undefined}
      onClick={() => {
        if (!held) onPress();
      }}
      className={clsx(
        'flex min-h-14 w-full items-center gap-4 rounded-lg border px-4 py-2 text-left',
        held
          ? 'cursor-not-allowed border-line bg-sunken text-ink-3'
          : 'border-safe bg-safe text-safe-on hover:bg-safe-hi',
      )}
    >
      <span className="fig text-xl">{level.level}</span>
      <span className="min-w-0 flex-1">
        <span className="block text-[15px] leading-5 font-medium">{level.name}</span>
        <span className="block text-xs">{heldBy ?? level.means}</span>
      </span>
      {held ? (
        <Lock className="size-4" aria-hidden="true" />
      ) : (
        <span className="num text-xs">{setsWords(level).measured}</span>
      )}
    </button>
  );
}
