// The level selector of the headers, tied to the pulse and to the level control.
'use client';
import { useConsole } from '#app/_client/console-data.tsx';
import { LevelSelector } from '#components/changes/level-selector.tsx';
import { StoppedChip } from '#components/venue/stop-notice.tsx';
import { useLevelControl } from './level-control.tsx';

export function LevelPicker() {
  const { heard } = useConsole();
  const control = useLevelControl();
  const level = heard?.status.level;
  if (!level) return null;
  return (
    <LevelSelector
      current={level.current}
      stopped={heard.status.stop ? <StoppedChip /> : null}
      heldBy={control.heldBy}
      onPress={control.press}
      onLeave={control.leave}
    />
  );
}
