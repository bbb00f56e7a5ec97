// What waits for somebody, for the live pulse: open change requests, break-glass debt, values whose time has passed, forms to sign, releases to approve.
import { SIGNOFF_LINES } from '#lib/catalog/signoff-types.ts';
import type { AttentionView } from '#lib/contract/approvals.ts';
import type { Tx } from '#lib/store/client.ts';

interface Row {
  requests: AttentionView['requests'] | null;
  debts: AttentionView['debts'] | null;
  passed: AttentionView['passed'] | null;
  forms: (Omit<AttentionView['forms'][number], 'line'> & { signed: number })[] | null;
  releases: AttentionView['releases'] | null;
}

export async function attention(tx: Tx): Promise<AttentionView> {
  const [row] = await tx.$queryRaw<Row[]>`
    WITH moment AS (SELECT clock_timestamp() AS now)
    SELECT
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'number', number,
          'requestedBy', jsonb_build_object('id', requested_by, 'name', requested_name),
          'switches', (SELECT jsonb_agg(DISTINCT c->>'switch') FROM jsonb_array_elements(changes) AS c),
          'expiresAt', utc_text(expires_at)) ORDER BY expires_at)
        FROM change_requests, moment WHERE state = 'open' AND expires_at > moment.now) AS requests,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'incident', incident,
          'usedBy', jsonb_build_object('id', person_id, 'name', person_name), 'at', utc_text(at)) ORDER BY at)
        FROM break_glass WHERE reviewed_by IS NULL) AS debts,
      (SELECT jsonb_agg(jsonb_build_object('id', id, 'switch', switch, 'symbol', nullif(symbol, ''),
          'owner', jsonb_build_object('id', owner_id, 'name', owner_name), 'until', utc_text(until)) ORDER BY until)
        FROM value_deadlines, moment WHERE ended_at IS NULL AND until <= moment.now) AS passed,
      (SELECT jsonb_agg(jsonb_build_object('run', r.number, 'gate', f.gate, 'title', r.definition::jsonb->>'title',
          'signed', (SELECT count(*) FROM signoff_signatures s WHERE s.form_id = f.id AND s.hash = f.open_hash),
          'signedBy', (SELECT coalesce(jsonb_agg(s.person_id), '[]') FROM signoff_signatures s WHERE s.form_id = f.id AND s.hash = f.open_hash),
          'closesAt', utc_text(t.closes_at)) ORDER BY t.closes_at)
        FROM moment, signoff_forms f JOIN canary_runs r ON r.id = f.run_id
          JOIN signoff_texts t ON t.form_id = f.id AND t.hash = f.open_hash
        WHERE f.state = 'open' AND t.closes_at > moment.now) AS forms,
      (SELECT jsonb_agg(jsonb_build_object('number', number, 'fromVersion', from_version, 'toVersion', to_version,
          'startedBy', jsonb_build_object('id', started_by, 'name', started_name), 'startedAt', utc_text(started_at)))
        FROM releases WHERE state = 'planned') AS releases`;
  return {
    ...{ requests: row?.requests ?? [], debts: row?.debts ?? [], passed: row?.passed ?? [] },
    forms: (row?.forms ?? []).flatMap(({ signed, ...form }) => {
      const line = SIGNOFF_LINES[signed];
      return line ? [{ ...form, line }] : [];
    }),
    releases: row?.releases ?? [],
  };
}
