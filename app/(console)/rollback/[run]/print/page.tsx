// A run on paper: A4, everything that was done, nothing to press.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import { PrintedRun } from '#components/runs/printed-run.tsx';
import { ask } from '#lib/reads/read.ts';
import { readRun } from '#lib/reads/runs/read-run.ts';
import { Refusal } from '../../../refusal.tsx';

export const metadata = { title: 'Run on paper' };

export default async function PrintRunPage({ params }: { params: Promise<{ run: string }> }) {
  const { run: number } = await params;
  if (!/^[1-9]\d{0,14}$/.test(number)) notFound();
  const access = await pageAccess('read-run', `/rollback/${number}/print`);
  if (!access.allowed) return <Refusal failure={access.failure} />;
  const run = await ask(readRun, { number }, access.person);
  if (!run.ok) return <Refusal failure={run.error} />;
  return <PrintedRun body={run.value} printedBy={access.person.name} />;
}
