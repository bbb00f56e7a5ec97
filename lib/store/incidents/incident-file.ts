// Everything about one incident as of now: what belongs to it, its timeline, and the text of its post-mortem that would be signed.
import { incidentName } from '#lib/catalog/incidents.ts';
import type { PostMortemTextView, TimelineEntry } from '#lib/contract/incidents.ts';
import type { Impact } from '#lib/rules/incidents/incident.ts';
import { timelineOf } from '#lib/rules/incidents/incident-timeline.ts';
import {
  draftOf,
  type IncidentFacts,
  type Signature,
  signedText,
  textHash,
  untilResolved,
} from '#lib/rules/incidents/post-mortem.ts';
import type { Tx } from '#lib/store/client.ts';
import { type IncidentSubject, subjectsOf } from './incident-subjects.ts';
import { firingTraces, loggedEntries, otherAlerts } from './incident-timeline.ts';
import { linksOf, positionsOf, type StoredIncident } from './incidents.ts';
import {
  postMortemOf,
  preventionOf,
  type StoredPostMortem,
  type StoredPrevention,
  signaturesOf,
  textOf,
} from './post-mortems.ts';

/** Lines of the log that a timeline takes; whoever wants more reads the log. */
const MOST_ENTRIES = 600;

export interface IncidentFile {
  incident: StoredIncident;
  positions: Impact['positions'];
  subjects: readonly IncidentSubject[];
  timeline: readonly TimelineEntry[];
  timelineCut: boolean;
  /** Undefined while nothing is saved. */
  saved: StoredPostMortem | undefined;
  /** As saved, else the draft. */
  text: PostMortemTextView;
  prevention: readonly StoredPrevention[];
  signatures: readonly Signature[];
  /** As it was signed, else as it would be signed now. */
  signable: { text: string; hash: string };
}

function factsOf(incident: StoredIncident, positions: Impact['positions']): IncidentFacts {
  const { number, title, severity, drill, openedName, owner } = incident;
  return {
    ...{ number, title, severity, drill, openedBy: openedName, owner: owner?.name ?? null, positions },
    beganAt: incident.beganAt.toISOString(),
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    ...{ exposureUsd: incident.exposureUsd, pnlUsd: incident.pnlUsd, systems: incident.systems },
  };
}

export async function incidentFile(tx: Tx, incident: StoredIncident): Promise<IncidentFile> {
  const { id, number, drill } = incident;
  const positions = await positionsOf(tx, id);
  const links = await linksOf(tx, id);
  const subjects = await subjectsOf(tx, links);
  const firings = links.filter(({ kind }) => kind === 'firing').map((link) => link.id);
  const names = [
    incidentName(number),
    ...subjects.flatMap((one) => (one.number === null ? [] : [one.label])),
  ];
  const span = { from: incident.beganAt, to: incident.resolvedAt };
  const logged = await loggedEntries(tx, span, names, MOST_ENTRIES);
  const timeline = timelineOf(
    logged.slice(0, MOST_ENTRIES),
    await firingTraces(tx, firings),
    await otherAlerts(tx, span, drill, firings),
  );
  const saved = await postMortemOf(tx, id);
  const prevention = await preventionOf(tx, id);
  const facts = factsOf(incident, positions);
  const happened = untilResolved(timeline, facts);
  const text = saved?.text ?? draftOf(facts, happened);
  const signed = saved?.signedHash ? await textOf(tx, id, saved.signedHash) : undefined;
  const asText = signed ?? signedText(facts, text, prevention, happened);
  return {
    ...{ incident, positions, subjects, timeline, timelineCut: logged.length > MOST_ENTRIES },
    ...{ saved, text, prevention, signatures: await signaturesOf(tx, id) },
    signable: { text: asText, hash: textHash(asText) },
  };
}
