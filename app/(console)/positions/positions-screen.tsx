// The Positions screen: open positions first, with the acts that close them; then breakers, executors, and the newest orders to them.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { positionsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { clock } from '#components/format-time.ts';
import { focusRow } from '#components/row-focus.ts';
import { Screen } from '#components/screen.tsx';
import { useKeys } from '#components/shell/keyboard.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState, ErrorState, OfflineState, StaleState } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { showToast } from '#components/ui/toast-store.ts';
import { BreakerList } from '#components/venue/breaker-list.tsx';
import { CommandProgress } from '#components/venue/command-progress.tsx';
import { ExecutorActDialog } from '#components/venue/executor-act-dialog.tsx';
import { ExecutorTable } from '#components/venue/executor-table.tsx';
import {
  actHeldBy,
  commandState,
  commandWords,
  type ExecutorAct,
  positionTotals,
  raises,
  retirable,
} from '#components/venue/executor-words.ts';
import { PositionTable } from '#components/venue/position-table.tsx';
import { BREAKER_PROCEDURE } from '#lib/catalog/emergency.ts';
import type { ExecutorCommandName } from '#lib/catalog/executor-commands.ts';
import type { PositionsBody } from '#lib/contract/emergency.ts';
import { useChangeControl } from '../change-control.tsx';
import { useRaisingHeld } from '../raising-held.ts';
import { useStartProcedure } from '../start-procedure.tsx';
import { commandExecutorsAction } from './actions.ts';
import { useRetireExecutor } from './retire-executor.tsx';

/** Newest orders that are shown before somebody asks for all of them. */
const SHOWN = 8;

export function PositionsScreen({ positions }: { positions: PositionsBody }) {
  const { data = positions, error, refetch } = useQuery({ ...positionsQuery, initialData: positions });
  const { me, heard, link } = useConsole();
  const { cannotSend } = useChangeControl();
  const raisingHeld = useRaisingHeld('What leads back to trading needs a desktop. Closing works here.');
  const now = useServerNow() || Date.parse(data.now);
  const frame = useRef<HTMLDivElement>(null);
  const runbook = useStartProcedure();
  const retire = useRetireExecutor(data);
  const { send, pending, error: refused, forget, dialog } = useKeyedSend(['positions', 'emergency-stops']);
  const [act, setAct] = useState<ExecutorAct | null>(null);
  const [whole, setWhole] = useState(false);
  useKeys({ j: () => focusRow(frame.current, 1), k: () => focusRow(frame.current, -1) });
  const { executors, breakers, commands } = data;
  const present = executors.filter(({ state }) => state !== 'left');
  const silent = present.filter(({ state }) => state === 'silent').map(({ id }) => id);
  const heldBy = (command: ExecutorCommandName): string | null =>
    actHeldBy(me, command, Boolean(heard?.status.stop)) ??
    cannotSend ??
    (raises(command) ? raisingHeld : null);
  const open = (next: ExecutorAct): void => {
    forget();
    setAct(next);
  };
  const order = async (reason: string): Promise<void> => {
    if (!act) return;
    const sent = await send(
      commandExecutorsAction,
      { ...act, reason },
      commandWords({ argument: null, ...act }),
    );
    if (!sent?.ok) return;
    setAct(null);
    showToast({
      id: sent.value.commandId,
      tone: 'plain',
      title: `Ordered: ${commandWords({ argument: null, ...act })}`,
      body: 'What each executor makes of it is counted below.',
    });
  };
  const totals = positionTotals(data.positions);
  const status = heard?.status;
  const health = status
    ? `${status.instances.inStep} of ${status.instances.expected} instances in step, audit chain ${status.integrity.state}`
    : 'not known yet';
  return (
    <Screen
      title="Positions"
      note={
        present.length === 0
          ? 'No executor reports'
          : `${data.positions.length} open, ${present.length - silent.length} of ${present.length} executors report`
      }
      className="px-4 py-4 lg:px-6"
    >
      {link.state === 'offline' ? (
        <OfflineState title="You are offline">
          Shown is what was known at {clock(data.now)} UTC. Executors go on without this page; nothing is
          sent.
        </OfflineState>
      ) : error ? (
        <ErrorState
          title="The positions did not answer"
          action={{ label: 'Try again', onPress: () => void refetch() }}
        >
          Shown is what was known at {clock(data.now)} UTC. The emergency stop still works.
        </ErrorState>
      ) : silent.length > 0 ? (
        <StaleState title={`${silent.join(', ')} ${silent.length === 1 ? 'is' : 'are'} silent`}>
          What stands here of it is from its last report. Look at the exchange itself before you rely on it.
        </StaleState>
      ) : null}
      {executors.length === 0 ? (
        <EmptyState title="No executor has ever reported">
          Executors, their positions and breakers show here with the first report of one. Until then nothing
          can be closed from here: use the exchange itself.
        </EmptyState>
      ) : (
        <div ref={frame} className="flex flex-col gap-6">
          <Section
            title="Open positions"
            note={
              data.positions.length > 0 ? `${totals.notional} notional, ${totals.pnl} unrealised` : undefined
            }
            aside={
              <span className="flex flex-wrap justify-end gap-2 pb-1">
                <Button
                  variant="safe-soft"
                  disabledReason={heldBy('cancel_all_orders')}
                  onClick={() => open({ command: 'cancel_all_orders' })}
                >
                  Cancel all orders
                </Button>
                <Button
                  variant="safe-soft"
                  disabledReason={
                    heldBy('close_all_positions') ??
                    (data.positions.length === 0 ? 'No position is open.' : null)
                  }
                  onClick={() => open({ command: 'close_all_positions' })}
                >
                  Close all
                </Button>
              </span>
            }
            rule
          >
            {data.positions.length === 0 ? (
              <EmptyState title="No position is open">
                {present.length} executor{present.length === 1 ? '' : 's'} watched, last read at{' '}
                {clock(data.now)} UTC.
              </EmptyState>
            ) : (
              <PositionTable
                positions={data.positions}
                executors={executors}
                now={now}
                heldBy={heldBy('close_position')}
                onClosePosition={({ symbol, executor }) =>
                  open({ command: 'close_position', argument: symbol, executor })
                }
              />
            )}
          </Section>
          <div className="grid gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
            <Section title="Executors" note="they trade on the exchanges" rule>
              <ExecutorTable
                executors={executors}
                now={now}
                heldBy={heldBy}
                onAct={(command, executor) => open({ command, executor })}
                retirement={(one) =>
                  retirable(one, data) ? { heldBy: retire.heldBy, open: () => retire.open(one.id) } : null
                }
              />
            </Section>
            <Section title="Circuit breakers" note="validate, reset, then resume" rule>
              {breakers.length === 0 ? (
                <EmptyState title="No breaker is reported">
                  A breaker shows here once an executor tells of it.
                </EmptyState>
              ) : (
                <BreakerList
                  breakers={breakers}
                  now={data.now}
                  heldBy={heldBy}
                  runbookHeldBy={runbook.heldBy(BREAKER_PROCEDURE)}
                  onAct={(command, { name, executor }) => open({ command, argument: name, executor })}
                  onRunbook={({ name, executor, reason }) =>
                    runbook.open({
                      procedure: BREAKER_PROCEDURE,
                      title: 'Circuit breaker activated',
                      says: 'Why it tripped, what has to be true before the reset, and the resumption.',
                      offered: `${name} on ${executor}${reason ? `: ${reason}` : ''}`,
                    })
                  }
                />
              )}
            </Section>
          </div>
          <Section
            title="Orders to executors"
            note="newest first"
            aside={
              commands.length > SHOWN ? (
                <Button size="sm" onClick={() => setWhole(!whole)}>
                  {whole ? `Newest ${SHOWN}` : `All ${commands.length}`}
                </Button>
              ) : null
            }
            rule
          >
            <p role="status" className="sr-only">
              {commands[0] ? `${commandWords(commands[0])}: ${commandState(commands[0]).words}` : ''}
            </p>
            {commands.length === 0 ? (
              <EmptyState title="Nothing was ordered yet">
                Each order shows here with what every executor has made of it.
              </EmptyState>
            ) : (
              <CommandProgress
                label="Orders to executors"
                commands={whole ? commands : commands.slice(0, SHOWN)}
                now={data.now}
                causes
              />
            )}
          </Section>
        </div>
      )}
      {act ? (
        <ExecutorActDialog
          key={JSON.stringify(act)}
          act={act}
          heldBy={heldBy(act.command)}
          health={health}
          pending={pending}
          error={refused}
          onApply={(reason) => void order(reason)}
          onClose={() => setAct(null)}
        />
      ) : null}
      {dialog}
      {retire.dialogs}
      {runbook.dialog}
    </Screen>
  );
}
