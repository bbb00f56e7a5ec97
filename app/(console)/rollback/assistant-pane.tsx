// The decision assistant at the right of the runs; what it leads to starts a run here and goes to it.
'use client';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { LoadingRows } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';
import type { StartRun } from './_assistant/assistant-end.tsx';
import { startRunAction } from './actions.ts';

const DecisionPanel = dynamic(
  () => patiently(() => import('./_assistant/decision-panel.tsx')).then((module) => module.DecisionPanel),
  { ssr: false, loading: () => <LoadingRows rows={6} label="Opening the assistant" /> },
);

export function AssistantPane() {
  const router = useRouter();
  const startRun: StartRun = async (input, key) => {
    const result = await startRunAction(input, key);
    if (result.ok) router.push(`/rollback/${result.value.number}?assessment=${input.subjectId}`);
    return result;
  };
  return <DecisionPanel startRun={startRun} />;
}
