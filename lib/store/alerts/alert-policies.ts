// What Bulkhead does of itself when an alert fires: the catalogue's word, or what somebody set instead; and the actions that the database was told of.
import type { AlertPolicy } from '#lib/catalog/alert-types.ts';
import { type AlertKey, findAlert } from '#lib/catalog/alerts.ts';
import type { Settings } from '#lib/rules/changes/levels.ts';
import type { ToldRules } from '#lib/rules/changes/told-rules.ts';
import type { Tx } from '#lib/store/client.ts';

export interface SetPolicy {
  policy: AlertPolicy;
  setAt: Date;
  setBy: string;
  reason: string;
  version: number;
}

/** The policies that somebody set, by alert. */
export async function setPolicies(tx: Tx): Promise<Map<string, SetPolicy>> {
  const rows = await tx.alertPolicy.findMany();
  return new Map(
    rows.map(({ alert, policy, setAt, setByName, reason, version }) => [
      alert,
      { policy: policy as AlertPolicy, setAt, setBy: setByName, reason, version },
    ]),
  );
}

export async function policyOf(tx: Tx, alert: AlertKey): Promise<AlertPolicy> {
  const row = await tx.alertPolicy.findUnique({ where: { alert } });
  return row ? (row.policy as AlertPolicy) : (findAlert(alert)?.policy ?? 'off');
}

/** 'plcy': one change of the policies at a time, also of one that has no row yet. */
const POLICIES = 0x706c6379;

/** What holds until the transaction ends; undefined while the catalogue's word does. */
export async function lockPolicy(tx: Tx, alert: string): Promise<SetPolicy | undefined> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${POLICIES}::bigint)`;
  return (await setPolicies(tx)).get(alert);
}

export async function savePolicy(
  tx: Tx,
  next: { alert: string; policy: AlertPolicy; by: { id: string; name: string }; at: Date; reason: string },
): Promise<void> {
  const { alert, policy, by, at, reason } = next;
  const data = { policy, setAt: at, setBy: by.id, setByName: by.name, reason };
  await tx.alertPolicy.upsert({
    where: { alert },
    create: { alert, ...data },
    update: { ...data, version: { increment: 1 } },
  });
}

/** What the database was told of the actions: its trigger asks (switch_changes_of_alert). */
export async function toldActions(tx: Tx): Promise<ToldRules['actions'][number][]> {
  const rows = await tx.alertAction.findMany();
  return rows
    .map(({ alert, settings, addsSymbolTo }) => ({ alert, settings: settings as Settings, addsSymbolTo }))
    .sort((a, b) => (a.alert < b.alert ? -1 : 1));
}
