// One runbook: of an alert, or one of manual 2's four, with the live values of what it speaks of.
import { notFound } from 'next/navigation';
import { pageAccess } from '#app/_entry/page-actor.ts';
import type { RunbookPage } from '#components/runs/runbook-words.ts';
import {
  ALERT_RUNBOOKS,
  metricsOfRunbook,
  RUNBOOK_PROCEDURES,
  switchesOfAlert,
  switchesOfProcedure,
} from '#lib/catalog/alert-runbooks.ts';
import { type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import { PROCEDURES } from '#lib/catalog/procedures.ts';
import { readSwitches } from '#lib/reads/changes/read-switches.ts';
import { ask } from '#lib/reads/read.ts';
import { Refusal } from '../../../refusal.tsx';
import { RunbookScreen } from './runbook-screen.tsx';

export const metadata = { title: 'Runbook' };

function ofAlert(key: AlertKey): RunbookPage {
  const alert = findAlert(key);
  if (!alert) notFound();
  const { means, look, causes, over, figures = [] } = ALERT_RUNBOOKS[key];
  const procedure = alert.procedure ? PROCEDURES[alert.procedure] : undefined;
  return {
    ...{ key, title: alert.title, from: alert.from, means, look, causes, over, figures },
    when: `It fires when ${alert.when}.`,
    priority: alert.priority,
    rule: alert.source.kind === 'rule' ? alert.source.expr : null,
    metrics: metricsOfRunbook(key) ?? [],
    action: alert.action ? { label: alert.action.label, losing: alert.action.losing ?? null } : null,
    further: alert.further,
    procedure: procedure ? { key: procedure.key, title: procedure.title } : null,
    switches: switchesOfAlert(key),
  };
}

function ofProcedure(key: string): RunbookPage {
  const procedure = PROCEDURES[key];
  if (!procedure) notFound();
  return {
    ...{ key, title: procedure.title, from: procedure.source, when: procedure.purpose, priority: null },
    ...{ means: null, causes: [], over: null, rule: null, figures: [], action: null },
    metrics: metricsOfRunbook(key) ?? [],
    look: procedure.stages.flatMap(({ title, steps }) =>
      steps.map((step) => `${title}: ${step.title}${step.detail ? `. ${step.detail}` : ''}`),
    ),
    further: [],
    procedure: { key, title: procedure.title },
    switches: switchesOfProcedure(key),
  };
}

export default async function RunbookPageOf({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params;
  const ownRunbook = RUNBOOK_PROCEDURES.some((one) => one === key);
  if (!ownRunbook && !findAlert(key)) notFound();
  const access = await pageAccess('read-procedures', `/manual/runbooks/${key}`);
  if (!access.allowed) return <Refusal failure={access.failure} screen="Manual" />;
  const switches = await ask(readSwitches, {}, access.person);
  if (!switches.ok) return <Refusal failure={switches.error} screen="Manual" />;
  const page = ownRunbook ? ofProcedure(key) : ofAlert(key as AlertKey);
  return <RunbookScreen page={page} switches={switches.value} />;
}
