// mitigate-incident: customers are no longer hurt; the cause may still be there.
import { incidentVerb } from './incident-verb.ts';

export const mitigateIncident = incidentVerb('mitigate');
