// The keyboard map, shown by `?`, and the switch that turns bare keys off.
'use client';
import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { setSingleKeys, useSingleKeys } from './keyboard.ts';
import { SCREENS } from './screen-list.ts';

const KEYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ['Ctrl K'], does: 'Go to or run; Cmd K on a Mac' },
  ...SCREENS.map((screen) => ({ keys: ['G', screen.key.toUpperCase()], does: screen.label })),
  { keys: ['J', 'K'], does: 'Next and previous row' },
  { keys: ['Enter'], does: 'Open, or apply in a safe dialog' },
  { keys: ['Esc'], does: 'Close' },
  { keys: ['E'], does: 'Open the request to approve; nothing is approved by a key' },
  { keys: ['C'], does: 'Confirm the alert that is open' },
  { keys: ['A'], does: 'Open the action of the alert; Enter there carries it out' },
  { keys: ['M'], does: 'Write a note on the alert' },
  { keys: ['/'], does: 'Filter' },
  { keys: ['[', ']'], does: 'Previous and next page' },
  { keys: ['?'], does: 'This list' },
  { keys: ['\\'], does: 'Light or dark' },
];

export function ShortcutHelp({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const singles = useSingleKeys();
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard"
      description="No single key raises exposure or sets a level. Keys rest while you type."
    >
      <dl className="mt-3 border-t border-line text-xs">
        {KEYS.map(({ keys, does }) => (
          <div key={does} className="flex min-h-8 items-center gap-3 border-b border-line">
            <dt className="flex w-24 gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-ink-2">{does}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-3 flex min-h-7 cursor-pointer items-center gap-2.5 text-xs pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-ink"
          checked={singles}
          onChange={(event) => setSingleKeys(event.target.checked)}
        />
        Single keys work in this browser
      </label>
    </Dialog>
  );
}
