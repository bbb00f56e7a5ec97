// The decision assistant at the right of the runs.
'use client';
import dynamic from 'next/dynamic';
import { LoadingRows } from '#components/ui/panel-states.tsx';
import { patiently } from '#components/ui/patiently.ts';

export const AssistantPane = dynamic(
  () => patiently(() => import('./_assistant/decision-panel.tsx')).then((module) => module.DecisionPanel),
  { ssr: false, loading: () => <LoadingRows rows={6} label="Opening the assistant" /> },
);
