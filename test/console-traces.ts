// What a refused write must not leave behind: everything a command can change, as counts and positions of one moment.
import type pg from 'pg';

export interface Traces {
  /** Revision, values, change sets, audit entries but denials, people, keys, sessions, instances, answers, attempts. */
  state: string;
  denials: number;
}

/** `client` is the owner's connection. */
export async function tracesOf(client: pg.Client): Promise<Traces> {
  // By a name, so that its many parts are planned once for a connection: it is asked thousands of times.
  const text = `
    SELECT json_build_array(
      (SELECT json_agg(h) FROM (SELECT epoch, revision FROM matrix_head) h),
      (SELECT md5(string_agg(switch || symbol || value::text, ';' ORDER BY switch, symbol)) FROM switch_values),
      (SELECT count(*) FROM change_sets), (SELECT count(*) FROM snapshots), (SELECT count(*) FROM switch_changes),
      (SELECT count(*) FROM audit_log WHERE kind <> 'command.denied'),
      (SELECT md5(string_agg(p::text, ';' ORDER BY id)) FROM people p), (SELECT count(*) FROM person_roles),
      (SELECT md5(string_agg(k.id || k.name, ';' ORDER BY id)) FROM passkeys k), (SELECT count(*) FROM used_challenges),
      (SELECT count(*) FROM one_time_links WHERE used_at IS NULL AND withdrawn_at IS NULL), (SELECT count(*) FROM api_keys),
      (SELECT count(*) FROM personal_tokens), (SELECT count(*) FROM sessions WHERE revoked_at IS NULL),
      (SELECT count(*) FROM instances WHERE isolated_at IS NOT NULL), (SELECT count(*) FROM executors WHERE retired_by IS NOT NULL), (SELECT count(*) FROM missed_budgets),
      (SELECT md5(string_agg(c.id::text || c.state, ';' ORDER BY id)) FROM change_requests c),
      (SELECT count(*) FROM emergency_stops), (SELECT md5(string_agg(l::text, ';' ORDER BY id)) FROM level_presses l), (SELECT count(*) FROM executor_commands),
      (SELECT count(*) FROM edge_stops WHERE recorded_as IS NOT NULL), (SELECT md5(string_agg(r::text, ';' ORDER BY id)) FROM procedure_runs r),
      (SELECT md5(string_agg(s::text, ';' ORDER BY id)) FROM run_steps s), (SELECT count(*) FROM run_notes), (SELECT count(*) FROM run_signatures),
      (SELECT count(*) FROM break_glass WHERE reviewed_at IS NOT NULL), (SELECT md5(string_agg(d::text, ';' ORDER BY id)) FROM value_deadlines d),
      (SELECT count(*) FROM idempotency_records), (SELECT count(*) FROM sign_in_attempts),
      (SELECT md5(string_agg(a::text, ';' ORDER BY id)) FROM assessments a),
      (SELECT md5(string_agg(a::text, ';' ORDER BY id)) FROM assessment_answers a),
      (SELECT count(*) FROM deliveries), (SELECT count(*) || '/' || count(seen_at) FROM rejected_alerts), (SELECT md5(string_agg(f::text, ';' ORDER BY id)) FROM firings f), (SELECT count(*) FROM firing_notes),
      (SELECT md5(string_agg(p::text, ';' ORDER BY alert)) FROM alert_policies p),
      (SELECT md5(string_agg(i::text, ';' ORDER BY id)) FROM incidents i), (SELECT count(*) FROM incident_links), (SELECT count(*) FROM incident_notes),
      (SELECT md5(string_agg(p::text, ';' ORDER BY incident_id)) FROM post_mortems p), (SELECT count(*) FROM post_mortem_signatures),
      (SELECT md5(string_agg(i::text, ';' ORDER BY id)) FROM prevention_items i), (SELECT count(*) FROM incident_positions),
      (SELECT count(*) FROM rotas), (SELECT md5(string_agg(o::text, ';' ORDER BY id)) FROM rota_overrides o), (SELECT count(*) FROM hand_overs),
      (SELECT md5(string_agg(c::text, ';' ORDER BY id)) FROM contacts c), (SELECT md5(string_agg(c.id::text || c.version, ';' ORDER BY id)) FROM channels c),
      (SELECT count(*) FROM notifications), (SELECT md5(string_agg(c::text, ';' ORDER BY id)) FROM test_calls c),
      (SELECT md5(string_agg(f::text, ';' ORDER BY id)) FROM signoff_forms f), (SELECT count(*) || '/' || count(voided_at) FROM signoff_texts), (SELECT count(*) FROM signoff_signatures),
      (SELECT md5(string_agg(c::text, ';' ORDER BY id)) FROM canary_runs c), (SELECT count(*) FROM canary_evidence), (SELECT count(*) FROM canary_gates), (SELECT count(*) FROM canary_breaches),
      (SELECT md5(string_agg(r::text, ';' ORDER BY id)) FROM releases r), (SELECT md5(string_agg(g.name || g.weight, ';' ORDER BY name)) FROM gateway_servers g),
      (SELECT md5(string_agg(w::text, ';' ORDER BY id)) FROM withdrawals w), (SELECT count(*) FROM withdrawal_approvals), (SELECT count(*) FROM withdrawal_releases),
      (SELECT count(*) FROM backups), (SELECT broken_seq FROM audit_integrity)
    )::text AS state, (SELECT count(*)::int FROM audit_log WHERE kind = 'command.denied') AS denials`;
  const { rows } = await client.query<Traces>({ name: 'traces', text });
  const [traces] = rows;
  if (!traces) throw new Error('A query of one row answered none.');
  return traces;
}
