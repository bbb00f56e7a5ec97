// The door through which every screen opens an incident: the form, told what it is opened from. Small, because every page may hold it.
import type { IncidentSubjectKind } from '#lib/catalog/incidents.ts';

export function openIncidentHref(kind: IncidentSubjectKind, id: string): string {
  return `/incidents/new?from=${kind}:${id}`;
}
