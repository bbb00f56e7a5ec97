// The command palette: type a few letters, press Enter. Nothing in it raises exposure without its sheet.
'use client';
import { Command } from 'cmdk';
import { ArrowDownRight, ArrowUpRight, Moon, Search, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SwitchName } from '#lib/catalog/switches.ts';
import type { PaletteCommands, RollbackCommand } from './palette-commands.ts';
import { SCREENS } from './screen-list.ts';
import { Kbd } from './ui/kbd.tsx';

interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: PaletteCommands;
  onRollback: (command: RollbackCommand) => void;
  onSwitch: (name: SwitchName) => void;
  onGo: (href: string) => void;
  onTheme: () => void;
}

const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-3 py-1.5 text-sm data-[selected=true]:bg-sel pointer-coarse:min-h-11';

function Heading({ children }: { children: ReactNode }) {
  return <span className="lbl block px-3 pt-2 pb-1">{children}</span>;
}

export function CommandPalette({
  open,
  onOpenChange,
  commands,
  onRollback,
  onSwitch,
  onGo,
  onTheme,
}: CommandPaletteProps) {
  const run = (act: () => void) => () => {
    onOpenChange(false);
    act();
  };
  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label="Go to or run"
      overlayClassName="fixed inset-0 z-40 bg-shade"
      contentClassName="fixed inset-x-0 top-[12vh] z-40 mx-auto w-[calc(100%-32px)] max-w-[560px] overflow-hidden rounded-lg border border-line bg-raised shadow-pop"
    >
      <div className="flex h-12 items-center gap-2.5 border-b border-line px-4">
        <Search className="size-4 text-ink-3" aria-hidden="true" />
        <Command.Input
          placeholder="Go to or run"
          className="h-full min-w-0 flex-1 bg-transparent text-sm outline-none"
        />
        <Kbd>Esc</Kbd>
      </div>
      <Command.List className="max-h-[56vh] overflow-y-auto p-2">
        <Command.Empty className="px-3 py-4 text-sm text-ink-3">Nothing has that name.</Command.Empty>
        {commands.safe.length > 0 ? (
          <Command.Group heading={<Heading>Toward safety, runs after Enter</Heading>}>
            {commands.safe.map((command) => (
              <Command.Item
                key={command.name}
                value={`lower ${command.label}`}
                onSelect={run(() => onRollback(command))}
                className={ITEM}
              >
                <ArrowDownRight className="size-4 text-safe-text" aria-hidden="true" />
                <span className="num min-w-0 truncate">{command.label}</span>
                <span className="sr-only">lowers exposure</span>
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        <Command.Group heading={<Heading>Go to</Heading>}>
          {SCREENS.map((screen) => (
            <Command.Item
              key={screen.href}
              value={`go ${screen.label}`}
              onSelect={run(() => onGo(screen.href))}
              className={ITEM}
            >
              <screen.icon className="size-4 text-ink-3" aria-hidden="true" />
              {screen.label}
              <span className="ml-auto flex gap-1">
                <Kbd>G</Kbd>
                <Kbd>{screen.key.toUpperCase()}</Kbd>
              </span>
            </Command.Item>
          ))}
          <Command.Item value="theme light dark" onSelect={run(onTheme)} className={ITEM}>
            <Moon className="size-4 text-ink-3" aria-hidden="true" />
            Light or dark
            <Kbd className="ml-auto">\</Kbd>
          </Command.Item>
        </Command.Group>
        {commands.loosening.length > 0 ? (
          <Command.Group heading={<Heading>Loosens a control, opens a dialog</Heading>}>
            {commands.loosening.map((command) => (
              <Command.Item
                key={command.name}
                value={`loosen ${command.label}`}
                onSelect={run(() => onRollback(command))}
                className={ITEM}
              >
                <ArrowUpRight className="size-4 text-risk-text" aria-hidden="true" />
                <span className="num min-w-0 truncate">{command.label}</span>
                <span className="sr-only">loosens a control</span>
              </Command.Item>
            ))}
          </Command.Group>
        ) : null}
        <Command.Group heading={<Heading>Opens a sheet</Heading>}>
          {commands.switches.map(({ name, label }) => (
            <Command.Item
              key={name}
              value={`switch ${name} ${label}`}
              onSelect={run(() => onSwitch(name))}
              className={ITEM}
            >
              <SlidersHorizontal className="size-4 text-ink-3" aria-hidden="true" />
              <span className="num min-w-0 truncate">{name}</span>
              <span className="ml-auto truncate text-xs text-ink-3 max-sm:hidden">{label}</span>
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}
