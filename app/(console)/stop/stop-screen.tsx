// The screen of the emergency stop: what it set and ordered with proof of effect, and beside it the way back.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useConsole } from '#app/_client/console-data.tsx';
import { useKeyedSend } from '#app/_client/keyed-send.ts';
import { changeQuery, stopsQuery } from '#app/_client/queries.ts';
import { useServerNow } from '#app/_client/server-now.ts';
import { diffRows } from '#components/changes/change-set-words.ts';
import { DiffPreview } from '#components/changes/diff-preview.tsx';
import { EffectMeter } from '#components/changes/effect-meter.tsx';
import { clock } from '#components/format-time.ts';
import { ReasonDialog } from '#components/reason-dialog.tsx';
import { Screen } from '#components/screen.tsx';
import { EmptyState, ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { Section } from '#components/ui/section.tsx';
import { CommandProgress } from '#components/venue/command-progress.tsx';
import { InstanceTicks } from '#components/venue/instance-ticks.tsx';
import { StopHead } from '#components/venue/stop-head.tsx';
import { StopList } from '#components/venue/stop-list.tsx';
import { StopEntry } from '#components/venue/stop-notice.tsx';
import { StopRecovery } from '#components/venue/stop-recovery.tsx';
import { CLOSE_BY_HAND_PROCEDURE, RECOVERY_PROCEDURE } from '#lib/catalog/emergency.ts';
import type { StopsBody, StopView } from '#lib/contract/emergency.ts';
import { useChangeControl } from '../change-control.tsx';
import { useOutcomes } from '../outcomes.tsx';
import { useRaisingHeld } from '../raising-held.ts';
import { useStartProcedure } from '../start-procedure.tsx';
import { useEmergencyStop } from '../stop-control.tsx';
import { restartAfterStopAction } from './actions.ts';

export function StopScreen({ stops }: { stops: StopsBody }) {
  const { data = stops, error, refetch } = useQuery({ ...stopsQuery, initialData: stops });
  const press = useEmergencyStop();
  const { open, earlier } = data;
  return (
    <Screen
      title="Emergency stop"
      note={open ? 'In force' : 'None in force'}
      {...(open ? { pane: <WayBack stop={open} now={data.now} />, paneLabel: 'The way back' } : {})}
    >
      {error ? (
        <div className="px-4 lg:px-6">
          <ErrorState
            title="The stop did not answer"
            action={{ label: 'Try again', onPress: () => void refetch() }}
          >
            Shown is what was known at {clock(data.now)} UTC. Edges and executors go on without this page.
          </ErrorState>
        </div>
      ) : null}
      {open ? (
        <Holding stop={open} now={data.now} />
      ) : (
        <div className="max-w-md px-4 pt-4 lg:px-6">
          <EmptyState title="No emergency stop is in force">
            One halts trading, closes every position and disconnects the executors. It opens here while it
            holds.
          </EmptyState>
          <StopEntry stopped={false} large onPress={press} />
        </div>
      )}
      <div className="px-4 py-6 lg:px-6">
        <Section title="Earlier stops" rule>
          {earlier.length === 0 ? (
            <p className="py-3 text-xs text-ink-3">The venue was never stopped before.</p>
          ) : (
            <StopList stops={earlier} now={data.now} />
          )}
        </Section>
      </div>
    </Screen>
  );
}

function Holding({ stop, now }: { stop: StopView; now: string }) {
  const { heard } = useConsole();
  const clockNow = useServerNow() || Date.parse(now);
  const recent = heard?.status.recent.find(({ id }) => id === stop.changeSetId);
  // Once newer changes have pushed it out of the pulse, it is read by itself.
  const kept = useQuery({
    ...changeQuery(stop.changeSetId ?? ''),
    enabled: stop.changeSetId !== null && recent === undefined,
  }).data?.items[0];
  const set = recent ?? kept;
  return (
    <>
      <StopHead stop={stop} effect={set?.effect ?? null} now={clockNow} />
      <div className="flex flex-col gap-6 px-4 pt-4 lg:px-6">
        <Section title="Ordered" note="every executor, one after the other" rule>
          <CommandProgress label="Orders of the stop" commands={stop.commands} now={now} />
        </Section>
        <Section
          title="Set and latched"
          aside={
            set ? (
              <span className="flex flex-wrap items-center gap-3">
                <EffectMeter effect={set.effect} late />
                <InstanceTicks effect={set.effect} names />
              </span>
            ) : null
          }
          rule
        >
          {set ? (
            <div className="pt-3">
              <DiffPreview changes={diffRows(set.changes)} />
            </div>
          ) : stop.changeSetId === null ? (
            <p className="py-3 text-xs text-ink-2">Every value held already; the stop latches them.</p>
          ) : (
            <LoadingRows rows={3} label="Reading what it set" />
          )}
        </Section>
      </div>
    </>
  );
}

function WayBack({ stop, now }: { stop: StopView; now: string }) {
  const { cannotSend } = useChangeControl();
  const raisingHeld = useRaisingHeld('Asking for the restart needs a desktop. Approving it works here.');
  const follow = useOutcomes();
  const procedure = useStartProcedure();
  const [asking, setAsking] = useState(false);
  const { send, pending, error, forget, dialog } = useKeyedSend(['emergency-stops', 'approvals']);
  const restart = async (reason: string): Promise<void> => {
    const sent = await send(restartAfterStopAction, { reason }, 'Ask for the restart');
    if (!sent?.ok) return;
    setAsking(false);
    follow('The venue is restarted', sent.value);
  };
  const subject = { kind: 'emergency-stop', id: stop.id } as const;
  return (
    <>
      <StopRecovery
        stop={stop}
        now={now}
        closingRun={procedure.running(CLOSE_BY_HAND_PROCEDURE, subject)?.number ?? null}
        closeHeldBy={procedure.heldBy(CLOSE_BY_HAND_PROCEDURE)}
        recoverHeldBy={procedure.heldBy(RECOVERY_PROCEDURE)}
        restartHeldBy={cannotSend ?? raisingHeld}
        onCloseByHand={() =>
          procedure.open({
            procedure: CLOSE_BY_HAND_PROCEDURE,
            title: 'Closing positions by hand',
            says: 'Each position is closed at the exchange itself, and written down.',
            offered: `Executors do not answer the stop: ${stop.reason}`,
            subject,
          })
        }
        onRecover={() =>
          procedure.open({
            procedure: RECOVERY_PROCEDURE,
            title: 'Recovery after an emergency stop',
            says: 'What has to be true before trading starts again. A second person signs it.',
            offered: `Recovery after: ${stop.reason}`,
            subject,
          })
        }
        onRestart={() => {
          forget();
          setAsking(true);
        }}
      />
      {asking ? (
        <ReasonDialog
          title="Ask for the restart"
          says="Everything is set back as it was before the stop, once a second person has agreed. Executors connect again by an order of their own."
          button="Request approval"
          tone="raise"
          offered=""
          pending={pending}
          error={error}
          onApply={(reason) => void restart(reason)}
          onClose={() => setAsking(false)}
        >
          <DiffPreview changes={diffRows(stop.restartChanges)} />
        </ReasonDialog>
      ) : null}
      {dialog}
      {procedure.dialog}
    </>
  );
}
