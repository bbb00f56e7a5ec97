// The Level screen: where the venue stands, what holds of it, and one large button for each safer level.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Lock } from 'lucide-react';
import { useConsole } from '#app/_client/console-data.tsx';
import { levelsQuery } from '#app/_client/queries.ts';
import { useServerClock } from '#app/_client/server-now.ts';
import { CapabilityStrip } from '#components/changes/capability-strip.tsx';
import { LevelButton } from '#components/changes/level-button.tsx';
import { LevelPress } from '#components/changes/level-press.tsx';
import { leavingHeldBy, levelToLeave } from '#components/changes/level-words.ts';
import { stampShort } from '#components/format-time.ts';
import { Screen } from '#components/screen.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { StopEntry, StoppedChip } from '#components/venue/stop-notice.tsx';
import { FULL, levelName } from '#lib/catalog/levels.ts';
import type { LevelsBody } from '#lib/contract/levels.ts';
import { notAllowedTo } from '#lib/rules/may.ts';
import { useChangeControl } from '../change-control.tsx';
import { useLevelControl } from '../level-control.tsx';
import { useEmergencyStop } from '../stop-control.tsx';

export function LevelsScreen({ levels }: { levels: LevelsBody }) {
  const { data = levels } = useQuery({ ...levelsQuery, initialData: levels });
  const { me, heard } = useConsole();
  const clock = useServerClock();
  const { cannotSend } = useChangeControl();
  const control = useLevelControl();
  const openStop = useEmergencyStop();
  const status = heard?.status;
  const safer = data.levels.filter(({ level }) => level > data.current);
  return (
    <Screen title="Level" className="mx-auto max-w-2xl px-4 py-4 lg:mx-0 lg:px-6">
      <div className="flex flex-wrap items-baseline gap-x-3 pb-2">
        <p className="fig text-2xl">
          {data.current} {levelName(data.current)}
        </p>
        {status?.stop ? <StoppedChip /> : null}
        {status ? (
          <p className="tn ml-auto text-xs text-ink-3">since {stampShort(status.level.since, status.now)}</p>
        ) : null}
      </div>
      {data.press && clock ? (
        <div className="pb-5">
          <LevelPress
            press={data.press}
            clock={clock}
            heldBy={notAllowedTo('confirm-level', me.roles) ?? cannotSend}
            pending={control.pending}
            onConfirm={() => data.press && control.confirm(data.press.id)}
          />
        </div>
      ) : null}
      {safer.length > 0 ? (
        <Section title="Degrade" note="each asks once more before it applies" className="pb-5">
          <div className="flex flex-col gap-2 pt-1">
            {safer.map((level) => (
              <LevelButton
                key={level.level}
                level={level}
                heldBy={level.heldBy ?? cannotSend}
                onPress={() => control.press(level.level)}
              />
            ))}
          </div>
        </Section>
      ) : null}
      <Section title="Everything at once" note="trading, orders, positions and connections" className="pb-5">
        <div className="pt-1">
          <StopEntry large stopped={Boolean(status?.stop)} onPress={openStop} />
        </div>
      </Section>
      {levelToLeave(data) > FULL.level ? (
        <Section
          title="Go back"
          note={
            data.leaving?.changes.length === 0
              ? 'sets nothing back'
              : 'raises exposure, takes a second person'
          }
          className="pb-5"
        >
          <Button
            size="xl"
            icon={Lock}
            disabledReason={leavingHeldBy(data)}
            onClick={control.leave}
            className="mt-1 w-full"
          >
            Leave level {levelToLeave(data)}
          </Button>
        </Section>
      ) : null}
      {status ? (
        <Section title="What customers can do">
          <CapabilityStrip capabilities={status.capabilities} />
        </Section>
      ) : null}
    </Screen>
  );
}
