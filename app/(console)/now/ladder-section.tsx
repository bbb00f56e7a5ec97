// The ladder on Now, with the press that holds in its current row. Loaded lazily; until then the capabilities stand alone.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useConsole } from '#app/_client/console-data.tsx';
import { levelsQuery } from '#app/_client/queries.ts';
import { useServerClock } from '#app/_client/server-now.ts';
import { LevelLadder } from '#components/changes/level-ladder.tsx';
import { LevelPress } from '#components/changes/level-press.tsx';
import { leavingHeldBy, levelToLeave } from '#components/changes/level-words.ts';
import { stampShort } from '#components/format-time.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorState, LoadingRows } from '#components/ui/panel-states.tsx';
import { StoppedChip } from '#components/venue/stop-notice.tsx';
import { FULL } from '#lib/catalog/levels.ts';
import { isSwitchName } from '#lib/rules/changes/matrix.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../change-control.tsx';
import { useLevelControl } from '../level-control.tsx';

export function LadderSection() {
  const { me, heard } = useConsole();
  const clock = useServerClock();
  const { cannotSend, openSheet } = useChangeControl();
  const control = useLevelControl();
  const { data, error, refetch } = useQuery(levelsQuery);
  if (!data || !heard || !clock) {
    return error ? (
      <ErrorState
        title="The levels did not answer"
        action={{ label: 'Try again', onPress: () => void refetch() }}
      >
        {error.message} The selector in the header still works.
      </ErrorState>
    ) : (
      <LoadingRows rows={4} label="Reading the levels" />
    );
  }
  const { status } = heard;
  return (
    <LevelLadder
      body={data}
      capabilities={status.capabilities}
      status={status.level}
      since={stampShort(status.level.since, status.now)}
      stopped={status.stop ? <StoppedChip /> : null}
      cannotSend={cannotSend}
      onOpenSwitch={(name) => {
        if (isSwitchName(name)) openSheet({ name });
      }}
      onPress={control.press}
      onLeave={control.leave}
    >
      {data.press ? (
        <>
          <LevelPress
            press={data.press}
            clock={clock}
            heldBy={notAllowedTo('confirm-level', me.roles) ?? cannotSend}
            pending={control.pending}
            onConfirm={() => data.press && control.confirm(data.press.id)}
          />
          {/* Its values drifted so far that full function holds: no row below has the way back. */}
          {data.current === FULL.level ? (
            <Button
              icon={Lock}
              disabledReason={leavingHeldBy(data)}
              onClick={control.leave}
              className="mt-1.5 w-full"
            >
              Leave level {levelToLeave(data)}
            </Button>
          ) : null}
        </>
      ) : (
        <span className="text-ink-3">No level is pressed.</span>
      )}
    </LevelLadder>
  );
}
