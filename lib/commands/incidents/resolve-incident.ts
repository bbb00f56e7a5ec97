// resolve-incident: it is over. What comes again is a new incident.
import { incidentVerb } from './incident-verb.ts';

export const resolveIncident = incidentVerb('resolve');
