// One screen inside the frame: its header with title and palette, its content, and on phones the act fixed at the thumb.
'use client';
import clsx from 'clsx';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useShell } from '#components/shell/app-shell.tsx';
import { Button } from './ui/button.tsx';
import { Kbd } from './ui/kbd.tsx';
import { Mark } from './ui/mark.tsx';

interface ScreenProps {
  title: string;
  /** A quiet sentence beside the title. */
  note?: ReactNode;
  /** In the header before the palette: state, level. */
  actions?: ReactNode;
  /** A permanent right pane (336 to 432 px); below 1280 px it follows the content. */
  pane?: ReactNode;
  paneLabel?: string;
  /** What is read after the pane: under the content where there is room for both beside each other, else under the pane. */
  afterPane?: ReactNode;
  /** Phones: the one act of the screen, fixed above the tabs. */
  thumb?: ReactNode;
  /** Phones: two acts stand under each other at the thumb (`ThumbBar stack`), and what scrolls ends above them. */
  roomForStack?: boolean;
  /** Classes of the content, such as padding. */
  className?: string;
  children: ReactNode;
}

/** Phones: what is pressed with the thumb, above the tabs. `stack`: under each other, for labels that need the width. */
export function ThumbBar({ stack = false, children }: { stack?: boolean; children: ReactNode }) {
  return (
    <div
      className={clsx(
        'bar-fixed fixed inset-x-0 bottom-16 z-10 flex gap-2 border-t border-line bg-surface px-4 py-3 lg:hidden [&_.btn]:h-12 [&_.btn]:rounded-lg [&_.btn]:text-[15px]',
        stack ? 'flex-col' : '[&_.btn]:flex-1',
      )}
    >
      {children}
    </div>
  );
}

/** The three parts stand in the order in which they are read; the pane stays in sight while the two others scroll beside it. */
const SCROLLS_AS_ONE =
  'flex flex-col xl:grid xl:grid-cols-[minmax(0,1fr)_364px] xl:grid-rows-[auto_1fr] xl:[container-type:size]';

export function Screen({
  title,
  note,
  actions,
  pane,
  paneLabel,
  afterPane,
  thumb,
  roomForStack = false,
  className,
  children,
}: ScreenProps) {
  const { openPalette, openPerson, notice, level } = useShell();
  return (
    <>
      <header className="noprint bar-fixed sticky top-(--bar-banner) z-10 flex h-12 shrink-0 items-center gap-3 border-b border-line bg-canvas px-4 lg:static lg:px-6">
        <button
          type="button"
          onClick={openPerson}
          aria-label="You, theme, sign out"
          className="-m-3 p-3 lg:hidden"
        >
          <Mark />
        </button>
        <h1 className="text-[15px] leading-5 font-semibold tracking-tight whitespace-nowrap">{title}</h1>
        {note ? <span className="hidden min-w-0 truncate text-sm text-ink-3 md:block">{note}</span> : null}
        <div className="ml-auto flex shrink-0 items-center gap-3">
          {actions}
          {level}
          <button
            type="button"
            onClick={openPalette}
            className="hidden h-7 items-center gap-2 rounded-md border border-line bg-surface pr-1 pl-2 text-xs text-ink-3 hover:bg-hover md:inline-flex"
          >
            <Search className="size-3.5" aria-hidden="true" />
            <span className="pr-6">Go to or run</span>
            <Kbd>Ctrl K</Kbd>
          </button>
          <Button
            variant="ghost"
            square
            aria-label="Go to or run"
            onClick={openPalette}
            className="md:hidden"
          >
            <Search className="size-5" aria-hidden="true" />
          </Button>
        </div>
      </header>
      {notice}
      <main
        id="main"
        tabIndex={-1}
        className={clsx(
          // What is placed in it absolutely (words for screen readers) stays in what scrolls: else it lengthens the page.
          'makes-room relative min-h-0 flex-1 -outline-offset-2 max-lg:pb-20 lg:overflow-y-auto',
          pane && (afterPane ? SCROLLS_AS_ONE : 'flex flex-col xl:flex-row xl:overflow-hidden'),
          thumb && 'max-lg:pb-36',
          roomForStack && 'max-lg:pb-52',
        )}
      >
        {pane ? (
          <>
            <div className={clsx('relative min-w-0', !afterPane && 'flex-1 xl:overflow-y-auto', className)}>
              {children}
            </div>
            <aside
              aria-label={paneLabel}
              className={clsx(
                'relative shrink-0 border-line-strong bg-surface max-xl:border-t xl:overflow-y-auto xl:border-l',
                afterPane ? 'max-xl:border-b xl:sticky xl:top-0 xl:row-span-2 xl:h-[100cqh]' : 'xl:w-[364px]',
              )}
            >
              {pane}
            </aside>
            {afterPane ? <div className={clsx('relative min-w-0', className)}>{afterPane}</div> : null}
          </>
        ) : (
          <div className={clsx('min-w-0', className)}>{children}</div>
        )}
      </main>
      {thumb ? <ThumbBar>{thumb}</ThumbBar> : null}
    </>
  );
}
