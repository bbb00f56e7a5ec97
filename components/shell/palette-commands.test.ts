// What the palette offers and finds.
import { describe, expect, it } from 'vitest';
import { SWITCH_NAMES, type SwitchName } from '#lib/catalog/switches.ts';
import type { SwitchView } from '#lib/contract/console.ts';
import { switchView } from '#test/console-views.ts';
import { findCommands, levelCommands, paletteCommands, stopCommands } from './palette-commands.ts';

function items(over: Partial<Record<SwitchName, Partial<SwitchView>>> = {}): SwitchView[] {
  return SWITCH_NAMES.map((name) => switchView(name, over[name]));
}

describe('the palette', () => {
  it('puts what lowers exposure first, what loosens among the sheets', () => {
    const groups = findCommands(paletteCommands(items()), 'hedge');
    expect(groups.map((group) => group.key)).toEqual(['safe', 'sheet']);
    expect(groups[0]?.commands.map((command) => command.id)).toEqual(['rollback:hedge_max_leverage']);
    expect(groups[1]?.commands[0]).toMatchObject({ id: 'rollback:hedge_enabled', way: 'rollback' });
  });

  it('leaves out what is at its safest, not permitted, or cannot be sent', () => {
    const ids = (list: ReturnType<typeof paletteCommands>) => list.map((command) => command.id);
    expect(ids(paletteCommands(items()))).not.toContain('rollback:routing_mode');
    const denied = items({ hedge_max_leverage: { mayChange: false } });
    expect(ids(paletteCommands(denied))).not.toContain('rollback:hedge_max_leverage');
    expect(paletteCommands(denied).find((one) => one.id === 'change:hedge_max_leverage')?.before).toBe(
      'Look at',
    );
    expect(ids(paletteCommands(items(), 'Offline.')).some((id) => id.startsWith('rollback:'))).toBe(false);
  });

  it('finds by every word and by what the manual calls it', () => {
    const all = paletteCommands(items({ routing_mode: { value: 'BETTING_MODE' } }));
    expect(findCommands(all, 'hl_mode routing')[0]?.commands[0]?.id).toBe('rollback:routing_mode');
    expect(findCommands(all, 'sign out')[0]?.key).toBe('you');
    expect(findCommands(all, 'zzz')).toEqual([]);
  });

  it('rolls the matrix back in a sheet, which is found by undo and by time', () => {
    for (const words of ['undo', 'matrix back', 'earlier time'])
      expect(findCommands(paletteCommands(items(), 'Offline.'), words)[0]?.commands[0]).toMatchObject({
        group: 'sheet',
        act: { kind: 'roll-back' },
      });
  });

  it('leads to what waits for a second person', () => {
    const waiting = [{ id: 'r1', number: 12, switches: ['routing_mode'], forMe: true }];
    const found = findCommands(paletteCommands(items(), null, waiting), 'approve');
    expect(found[0]?.commands[0]).toMatchObject({
      before: 'Review CR-12',
      name: 'routing_mode',
      act: { kind: 'go', href: '/approvals?open=r1' },
    });
  });

  it('opens the emergency stop, and leads to the one that holds', () => {
    const found = (stopped: boolean) =>
      findCommands(stopCommands(stopped), 'emergency stop').flatMap(({ commands }) =>
        commands.map(({ act }) => act),
      );
    expect(found(false)).toEqual([{ kind: 'stop' }, { kind: 'go', href: '/stop' }]);
    expect(found(true)).toEqual([{ kind: 'go', href: '/stop' }]);
  });

  it('offers the safer levels that this person may press', () => {
    const ids = (current: number, role: string) => levelCommands(current, [role]).map(({ id }) => id);
    expect(ids(0, 'super_admin')).toEqual(['level:1', 'level:2', 'level:3']);
    expect(ids(1, 'risk_manager')).toEqual(['level:2']);
    expect(ids(0, 'auditor')).toEqual([]);
  });

  it('shows a short start of each group at rest', () => {
    const groups = findCommands(paletteCommands(items()), ' ');
    expect(groups.map((group) => group.key)).toEqual(['safe', 'sheet', 'go', 'you']);
    expect(groups[0]?.commands.length).toBeLessThanOrEqual(6);
  });
});
