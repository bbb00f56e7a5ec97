// The frame of every screen: banner, side bar (tabs on phones), the person, the keys that work everywhere, notices.
'use client';
import clsx from 'clsx';
import { Braces, CircleUser, Keyboard, LogOut } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { initials, roleWords } from '#components/initials.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Mark } from '#components/ui/mark.tsx';
import { Toaster } from '#components/ui/toaster.tsx';
import { useKeys } from './keyboard.ts';
import { isOn, SCREENS, type ScreenEntry } from './screen-list.ts';
import { ShortcutHelp } from './shortcut-help.tsx';
import { ThemeToggle } from './theme-toggle.tsx';
import { useTheme } from './use-theme.ts';

interface Shell {
  openPalette: () => void;
  openPerson: () => void;
  /** A line under the header of every screen, such as what stands before the person's first change. */
  notice: ReactNode;
  /** The level selector, in every header. */
  level: ReactNode;
}

const ShellContext = createContext<Shell | null>(null);

/** What a screen's header needs from the frame round it. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error('A screen must be inside AppShell.');
  return shell;
}

interface AppShellProps {
  person: { name: string; roles: readonly string[] };
  /** EnvironmentBanner with live data. */
  banner: ReactNode;
  /** Count beside a screen's name, by its address, such as open alerts. */
  counts?: Readonly<Record<string, { value: number; tone: 'crit' | 'plain'; label: string }>>;
  /** Under the header of every screen. */
  notice?: ReactNode;
  /** In every header before the palette. */
  level?: ReactNode;
  /** Above the person in the side bar: the emergency stop. */
  sideNote?: ReactNode;
  onOpenPalette: () => void;
  onSignOut: () => void;
  children: ReactNode;
}

export function AppShell({
  person,
  banner,
  counts,
  notice,
  level,
  sideNote,
  onOpenPalette,
  onSignOut,
  children,
}: AppShellProps) {
  const router = useRouter();
  const path = usePathname();
  const { toggle } = useTheme();
  const [helpOpen, setHelpOpen] = useState(false);
  const [personOpen, setPersonOpen] = useState(false);
  useKeys({
    'mod+k': onOpenPalette,
    '?': () => setHelpOpen(true),
    '\\': toggle,
    ...Object.fromEntries(SCREENS.map((screen) => [`g ${screen.key}`, () => router.push(screen.href)])),
  });
  const shell = useMemo(
    () => ({ openPalette: onOpenPalette, openPerson: () => setPersonOpen(true), notice, level }),
    [onOpenPalette, notice, level],
  );
  return (
    <ShellContext value={shell}>
      <div className="flex min-h-dvh flex-col lg:h-dvh">
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-ink focus:px-3 focus:py-2 focus:text-canvas"
        >
          Skip to content
        </a>
        {banner}
        <div className="flex min-h-0 flex-1">
          <nav
            aria-label="Main"
            className="noprint relative hidden w-[196px] shrink-0 flex-col overflow-y-auto border-r border-line p-3 lg:flex"
          >
            <div className="mb-3 flex h-8 items-center gap-2.5 px-2">
              <Mark />
              <span className="text-base font-semibold tracking-tight">Bulkhead</span>
            </div>
            {(['main', 'more'] as const).map((group) => (
              <ul
                key={group}
                className={clsx(
                  'flex flex-col gap-0.5',
                  group === 'more' && 'mx-0 mt-3 border-t border-line pt-3',
                )}
              >
                {SCREENS.filter((screen) => screen.group === group && !screen.phone).map((screen) => (
                  <SideLink
                    key={screen.href}
                    screen={screen}
                    current={isOn(path, screen.href)}
                    count={counts?.[screen.href]}
                  />
                ))}
              </ul>
            ))}
            <div className="mt-auto pt-3">
              {sideNote ? <div className="border-t border-line px-2 py-3">{sideNote}</div> : null}
              <button
                type="button"
                onClick={() => setPersonOpen(true)}
                className="flex w-full items-center gap-2 rounded-md border-t border-line px-2 py-2.5 text-left hover:bg-hover"
              >
                <span
                  aria-hidden="true"
                  className="inline-flex size-6 shrink-0 items-center justify-center rounded-full border border-line-strong text-2xs font-medium text-ink-2"
                >
                  {initials(person.name)}
                </span>
                <span className="min-w-0 text-xs">
                  <span className="block truncate font-medium">{person.name}</span>
                  <span className="block truncate text-ink-3">{roleWords(person.roles)}</span>
                </span>
              </button>
            </div>
          </nav>
          <div className="flex min-w-0 flex-1 flex-col">{children}</div>
        </div>
        <TabBar path={path} counts={counts} />
      </div>
      <ShortcutHelp open={helpOpen} onOpenChange={setHelpOpen} />
      <Dialog
        open={personOpen}
        onOpenChange={setPersonOpen}
        title={person.name}
        description={roleWords(person.roles)}
      >
        <div className="mt-4 flex flex-col items-start gap-4">
          <ThemeToggle />
          <div className="flex flex-wrap gap-2">
            <Button
              icon={CircleUser}
              onClick={() => {
                setPersonOpen(false);
                router.push('/profile');
              }}
            >
              Your profile
            </Button>
            <Button
              icon={Keyboard}
              onClick={() => {
                setPersonOpen(false);
                setHelpOpen(true);
              }}
            >
              Keyboard
            </Button>
            <Link className={buttonClass()} href="/docs/api" onClick={() => setPersonOpen(false)}>
              <Braces className="size-3.5" aria-hidden="true" />
              API
            </Link>
            <Button icon={LogOut} onClick={onSignOut}>
              Sign out
            </Button>
          </div>
        </div>
      </Dialog>
      <Toaster />
    </ShellContext>
  );
}

interface LinkProps {
  screen: ScreenEntry;
  current: boolean;
  count: { value: number; tone: 'crit' | 'plain'; label: string } | undefined;
}

function SideLink({ screen, current, count }: LinkProps) {
  const Icon = screen.icon;
  return (
    <li>
      <Link
        href={screen.href}
        aria-current={current ? 'page' : undefined}
        className={clsx(
          'flex h-8 items-center gap-2.5 rounded-md px-2 text-sm',
          current ? 'bg-sel font-medium text-ink' : 'text-ink-2 hover:bg-hover',
        )}
      >
        <Icon className="size-4" aria-hidden="true" />
        <span className="flex-1">{screen.label}</span>
        {count && count.value > 0 ? (
          <span
            className={clsx(
              'num inline-flex h-[18px] items-center rounded px-1.5 text-2xs',
              count.tone === 'crit'
                ? 'bg-crit font-semibold text-crit-on'
                : 'border border-line-strong text-ink-2',
            )}
          >
            {count.value}
            <span className="sr-only"> {count.label}</span>
          </span>
        ) : (
          <span aria-hidden="true" className="text-2xs tracking-wide text-ink-3">
            G {screen.key.toUpperCase()}
          </span>
        )}
      </Link>
    </li>
  );
}

function TabBar({ path, counts }: { path: string; counts: AppShellProps['counts'] }) {
  return (
    <nav
      aria-label="Main"
      className="noprint bar-fixed fixed inset-x-0 bottom-0 z-20 grid h-16 auto-cols-fr grid-flow-col border-t border-line bg-surface text-2xs lg:hidden"
    >
      {SCREENS.filter((screen) => screen.tab !== undefined).map((screen) => {
        const current = isOn(path, screen.href);
        const Icon = screen.icon;
        const count = counts?.[screen.href];
        return (
          <Link
            key={screen.href}
            href={screen.href}
            aria-current={current ? 'page' : undefined}
            className={clsx(
              'relative flex flex-col items-center justify-center gap-1 -outline-offset-4',
              current ? 'font-medium text-ink' : 'text-ink-3',
            )}
          >
            {current ? <span aria-hidden="true" className="absolute inset-x-4 top-0 h-0.5 bg-ink" /> : null}
            <Icon className="size-5" aria-hidden="true" />
            {screen.tab}
            {count && count.value > 0 ? (
              <span
                className={clsx(
                  'num absolute top-2 left-1/2 ml-2 rounded px-1 text-2xs leading-4',
                  count.tone === 'crit' ? 'bg-crit text-crit-on' : 'bg-ink text-canvas',
                )}
              >
                {count.value}
                <span className="sr-only"> {count.label}</span>
              </span>
            ) : null}
          </Link>
        );
      })}
    </nav>
  );
}
