// Ctrl K: go to or run. What lowers exposure comes first; what raises opens its sheet. Load it lazily.
'use client';
import '#components/ui/nonce.ts';
import { Command } from 'cmdk';
import {
  ArrowDownRight,
  ArrowRight,
  ArrowUpRight,
  CircleUser,
  Search,
  SlidersHorizontal,
} from 'lucide-react';
import { Content, Description, Overlay, Portal, Root, Title } from 'radix-ui/dialog';
import { useState } from 'react';
import { Kbd } from '#components/ui/kbd.tsx';
import { useReturnFocus } from '#components/ui/return-focus.ts';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { Wanted } from '#lib/rules/changes/matrix.ts';
import { findCommands, type PaletteAct, type PaletteCommand } from './palette-commands.ts';

interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** From paletteCommands. */
  commands: readonly PaletteCommand[];
  /** Every callback comes after the palette has closed itself. */
  onRollback: (command: { name: SwitchName; wanted: readonly Wanted[] }) => void;
  onSwitch: (name: SwitchName) => void;
  onLevel: (level: number) => void;
  onRollBack: () => void;
  onStop: () => void;
  onGo: (href: string) => void;
  onTheme: () => void;
  /** Without it the palette does not offer to sign out. */
  onSignOut?: () => void;
}

function CommandIcon({ command }: { command: PaletteCommand }) {
  if (command.way === 'reducing')
    return <ArrowDownRight className="size-4 text-safe-text" aria-hidden="true" />;
  if (command.way === 'rollback')
    return <ArrowUpRight className="size-4 text-risk-text" aria-hidden="true" />;
  const Icon =
    command.group === 'sheet' ? SlidersHorizontal : command.group === 'go' ? ArrowRight : CircleUser;
  return <Icon className="size-4 text-ink-3" aria-hidden="true" />;
}

export function CommandPalette({
  open,
  onOpenChange,
  commands,
  onRollback,
  onSwitch,
  onLevel,
  onRollBack,
  onStop,
  onGo,
  onTheme,
  onSignOut,
}: CommandPaletteProps) {
  const focus = useReturnFocus();
  const run = (act: PaletteAct): void => {
    onOpenChange(false);
    if (act.kind === 'rollback') onRollback(act);
    if (act.kind === 'change') onSwitch(act.name);
    if (act.kind === 'level') onLevel(act.level);
    if (act.kind === 'roll-back') onRollBack();
    if (act.kind === 'stop') onStop();
    if (act.kind === 'go') onGo(act.href);
    if (act.kind === 'theme') onTheme();
    if (act.kind === 'sign-out') onSignOut?.();
  };
  const offered = onSignOut ? commands : commands.filter((command) => command.act.kind !== 'sign-out');
  return (
    <Root open={open} onOpenChange={onOpenChange}>
      <Portal>
        <Overlay className="fixed inset-0 z-40 animate-fade-in bg-shade" />
        <Content
          {...focus}
          className="fixed inset-x-2 top-2 z-50 flex max-h-[calc(100dvh-16px)] animate-pop-in flex-col overflow-hidden rounded-lg bg-raised shadow-pop sm:inset-x-auto sm:top-[12vh] sm:left-1/2 sm:max-h-[70vh] sm:w-[560px] sm:-translate-x-1/2"
        >
          <Title className="sr-only">Go to or run</Title>
          <Description className="sr-only">
            Type to find a command. Those that lower exposure come first; those that raise open a sheet.
          </Description>
          <Inside commands={offered} onRun={run} />
        </Content>
      </Portal>
    </Root>
  );
}

/** Inside the dialog, so that each opening starts with an empty line. */
function Inside({
  commands,
  onRun,
}: {
  commands: readonly PaletteCommand[];
  onRun: (act: PaletteAct) => void;
}) {
  const [text, setText] = useState('');
  const groups = findCommands(commands, text);
  return (
    <Command shouldFilter={false} loop label="Go to or run" className="flex min-h-0 flex-col">
      <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-3.5">
        <Search className="size-4 text-ink-3" aria-hidden="true" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="Switch, screen or action"
          className="min-w-0 flex-1 bg-transparent text-sm outline-none pointer-coarse:text-lg"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="min-h-0 overflow-y-auto py-1.5">
        <Command.Empty className="px-3.5 py-3 text-sm text-ink-3">Nothing fits “{text}”.</Command.Empty>
        {groups.map((group) => (
          <Command.Group
            key={group.key}
            heading={group.label}
            className="[&>[cmdk-group-heading]]:px-3.5 [&>[cmdk-group-heading]]:pt-2 [&>[cmdk-group-heading]]:pb-1 [&>[cmdk-group-heading]]:text-2xs [&>[cmdk-group-heading]]:text-ink-3"
          >
            {group.commands.map((command) => (
              <Command.Item
                key={command.id}
                value={command.id}
                onSelect={() => onRun(command.act)}
                className="group flex min-h-9 cursor-pointer items-center gap-2.5 px-3.5 py-1 text-sm data-[selected=true]:bg-sel pointer-coarse:min-h-11"
              >
                <CommandIcon command={command} />
                <span className="min-w-0 flex-1">
                  {command.before} {command.name ? <span className="num text-xs">{command.name}</span> : null}{' '}
                  {command.after}
                  {command.way ? (
                    <span className="sr-only">
                      , {command.way === 'reducing' ? 'lowers exposure' : 'loosens a control'}
                    </span>
                  ) : null}
                </span>
                <Kbd className="invisible group-data-[selected=true]:visible">Enter</Kbd>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
