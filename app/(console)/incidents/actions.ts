'use server';
// The writes of the Incidents screens: incidents, and their post-mortems.
import { action } from '#app/_entry/action.ts';
import { finishPrevention } from '#lib/commands/finish-prevention.ts';
import { linkIncident } from '#lib/commands/link-incident.ts';
import { mitigateIncident } from '#lib/commands/mitigate-incident.ts';
import { noteIncident } from '#lib/commands/note-incident.ts';
import { openIncident } from '#lib/commands/open-incident.ts';
import { recordImpact } from '#lib/commands/record-impact.ts';
import { resolveIncident } from '#lib/commands/resolve-incident.ts';
import { savePostMortem } from '#lib/commands/save-post-mortem.ts';
import { setIncidentSeverity } from '#lib/commands/set-incident-severity.ts';
import { signPostMortem } from '#lib/commands/sign-post-mortem.ts';
import { takeIncident } from '#lib/commands/take-incident.ts';
import { unlinkIncident } from '#lib/commands/unlink-incident.ts';

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
