// The Switches screen: the live matrix; what is pressed in it opens through the change control of the frame.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useConsole } from '#app/_client/console-data.tsx';
import { switchesQuery } from '#app/_client/queries.ts';
import { SwitchMatrix } from '#components/changes/switch-matrix.tsx';
import { budgetWords, effectWords } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { SWITCH_NAMES } from '#lib/catalog/switches.ts';
import type { EffectView, MatrixBody } from '#lib/contract/console.ts';
import { useChangeControl } from '../change-control.tsx';
import { ConfigActs } from './config-acts.tsx';

/** The slowest of the changes that still hold. */
function slowest(matrix: MatrixBody): EffectView | undefined {
  return matrix.items
    .flatMap((item) => (item.lastEffect?.slowestMs != null ? [item.lastEffect] : []))
    .toSorted((a, b) => (b.slowestMs ?? 0) - (a.slowestMs ?? 0))[0];
}

export function SwitchesScreen({ matrix }: { matrix: MatrixBody }) {
  const { data = matrix } = useQuery({ ...switchesQuery, initialData: matrix });
  const { me } = useConsole();
  const control = useChangeControl();
  const changeable = data.items.filter((item) => item.mayChange).length;
  const worst = slowest(data);
  return (
    <Screen
      title="Switches"
      note={
        changeable === 0
          ? `${SWITCH_NAMES.length} switches, read by everyone`
          : `${SWITCH_NAMES.length} switches, ${changeable} yours to change`
      }
      actions={<ConfigActs />}
    >
      <SwitchMatrix
        key={me.id}
        items={data.items}
        selected={control.selected}
        busy={control.busy}
        cannotSend={control.cannotSend}
        onOpen={(name) => control.openSheet({ name })}
        onRollback={control.openRollback}
        footer={
          <>
            {worst ? (
              <span>
                Slowest change in force{' '}
                <span className="num text-ink-2">{effectWords(worst.slowestMs ?? 0)}</span> of{' '}
                <span className="num">{budgetWords(worst.budgetMs)}</span>
              </span>
            ) : null}
            <span>
              The manual contradicts itself on <span className="num text-ink-2">normal_threshold</span>: only
              $0 lowers exposure
            </span>
          </>
        }
      />
    </Screen>
  );
}
