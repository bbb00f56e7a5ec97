// One run of a procedure by its number: live for everybody who works in it.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { ask } from '#lib/reads/read.ts';
import { readRun } from '#lib/reads/runs/read-run.ts';
import { Refusal } from '../../refusal.tsx';
import { RunScreen } from './run-screen.tsx';

export const metadata = { title: 'Run' };

export default async function RunPage({ params }: { params: Promise<{ run: string }> }) {
  const { run: number } = await params;
  if (!/^[1-9]\d{0,14}$/.test(number)) notFound();
  const access = await pageAccess('read-run', `/rollback/${number}`);
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const run = await ask(readRun, { number }, access.person);
  if (!run.ok) return <Refusal failure={run.error} />;
  return <RunScreen body={run.value} />;
}
