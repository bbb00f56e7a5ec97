// record-impact: what the incident cost and what it touched, as decimals; as a whole, so that nothing half-known stays.
import { z } from 'zod';
import { INCIDENT_LIMITS } from '#lib/catalog/incidents.ts';
import { storableText, symbolName } from '#lib/commands/inputs.ts';
import type { IncidentAnswer } from '#lib/contract/incidents.ts';
import { type Impact, parseImpact } from '#lib/rules/incidents/incident.ts';
import { parseText } from '#lib/rules/incidents/post-mortem.ts';
import { ok } from '#lib/rules/result.ts';
import { changeIncident, replacePositions, type StoredIncident } from '#lib/store/incidents/incidents.ts';
import type { Command } from '#lib/write/command.ts';
import {
  answerOf,
  changeable,
  INCIDENT_CHANGED,
  incidentEvent,
  incidentId,
  loadIncident,
} from './incident-state.ts';

const DECIMAL = 'Send amounts as decimal text, such as "-124.32", or leave them out.';
const SYSTEMS = `Name the systems in 1 to ${INCIDENT_LIMITS.systems} characters, or leave them out.`;
const amount = storableText(DECIMAL, 40);

const input = z.strictObject({
  incidentId,
  exposureUsd: amount.optional().describe('Greatest exposure while it lasted, in US dollars.'),
  pnlUsd: amount.optional().describe('Result in US dollars; a loss has its minus.'),
  systems: storableText(SYSTEMS, INCIDENT_LIMITS.systems).optional().describe('Systems affected.'),
  positions: z
    .array(z.strictObject({ symbol: symbolName, size: amount, valueUsd: amount.optional() }), {
      error: 'Send the positions as a list.',
    })
    .max(INCIDENT_LIMITS.positions, `Send at most ${INCIDENT_LIMITS.positions} positions.`)
    .describe('Positions affected; an empty list when there are none.'),
});

export const recordImpact: Command<
  z.output<typeof input>,
  void,
  StoredIncident | undefined,
  Impact,
  IncidentAnswer
> = {
  name: 'record-impact',
  input,
  body: 'IncidentAnswer',
  load: loadIncident,
  decide: (state, asked, _actor) => {
    const found = changeable(state);
    if (!found.ok) return found;
    const incident = found.value;
    const systems = parseText('Systems affected', asked.systems ?? '');
    if (!systems.ok) return systems;
    const impact = parseImpact({
      exposureUsd: asked.exposureUsd ?? null,
      pnlUsd: asked.pnlUsd ?? null,
      systems: systems.value.replace(/\s+/gu, ' ') || null,
      positions: asked.positions.map(({ symbol, size, valueUsd = null }) => ({ symbol, size, valueUsd })),
    });
    if (!impact.ok) return impact;
    const { pnlUsd, exposureUsd, positions } = impact.value;
    const words = [
      `P&L ${pnlUsd ?? 'not known'}`,
      `exposure ${exposureUsd ?? 'not known'}`,
      `${positions.length} positions`,
    ];
    return ok({
      next: impact.value,
      events: [
        incidentEvent('incident.impact_recorded', incident, {
          newValue: words.join(', '),
          details: { ...impact.value },
        }),
      ],
      effects: [INCIDENT_CHANGED],
      answer: answerOf(incident, true),
    });
  },
  save: async (tx, { positions, ...impact }, incident) => {
    if (incident === undefined || !(await changeIncident(tx, incident, { impact }))) return false;
    await replacePositions(tx, incident.id, positions);
    return true;
  },
};
