'use server';
// The writes of the Incidents screens: incidents, and their post-mortems.
import { action } from '#app/_entry/action.ts';
import { finishPrevention } from '#lib/commands/incidents/finish-prevention.ts';
import { linkIncident } from '#lib/commands/incidents/link-incident.ts';
import { mitigateIncident } from '#lib/commands/incidents/mitigate-incident.ts';
import { noteIncident } from '#lib/commands/incidents/note-incident.ts';
import { openIncident } from '#lib/commands/incidents/open-incident.ts';
import { recordImpact } from '#lib/commands/incidents/record-impact.ts';
import { resolveIncident } from '#lib/commands/incidents/resolve-incident.ts';
import { savePostMortem } from '#lib/commands/incidents/save-post-mortem.ts';
import { setIncidentSeverity } from '#lib/commands/incidents/set-incident-severity.ts';
import { signPostMortem } from '#lib/commands/incidents/sign-post-mortem.ts';
import { takeIncident } from '#lib/commands/incidents/take-incident.ts';
import { unlinkIncident } from '#lib/commands/incidents/unlink-incident.ts';

export const openIncidentAction = action(openIncident);
export const takeIncidentAction = action(takeIncident);
export const setIncidentSeverityAction = action(setIncidentSeverity);
export const mitigateIncidentAction = action(mitigateIncident);
export const resolveIncidentAction = action(resolveIncident);
export const recordImpactAction = action(recordImpact);
export const noteIncidentAction = action(noteIncident);
export const linkIncidentAction = action(linkIncident);
export const unlinkIncidentAction = action(unlinkIncident);
export const savePostMortemAction = action(savePostMortem);
export const signPostMortemAction = action(signPostMortem);
export const finishPreventionAction = action(finishPrevention);
