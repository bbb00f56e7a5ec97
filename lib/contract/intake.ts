// What machines say at the intake: alerts and heartbeats, and the one word they get back.

/** Scope an API key needs to report alerts and heartbeats. */
export const ALERTS_SCOPE = 'alerts:write';

/** Takes what Alertmanager sends (webhook version 4), whatever it is: stored word for word, and read later. */
export const ALERTMANAGER_PATH = '/v1/alertmanager';
/** Takes alerts of systems without Alertmanager, checked at the door. */
export const ALERTS_PATH = '/v1/alerts';
/** Takes the word that a pipeline is alive. */
export const HEARTBEAT_PATH = '/v1/heartbeat';

/** At most this much in one delivery of Alertmanager; its own go beyond 10 MB. */
export const MOST_DELIVERY_BYTES = 32_000_000;
/** At most this much, and this many alerts, in one `POST /v1/alerts`. */
export const MOST_ALERTS_BYTES = 1_000_000;
export const MOST_ALERTS = 1_000;
export const MOST_LABELS = 64;

/** One occurrence, in Alertmanager's words. It is told from others by fingerprint and startsAt. */
export interface ReportedAlert {
  status: 'firing' | 'resolved';
  /** 1 to 200 plain characters, the same for as long as it is the same thing that fires. */
  fingerprint: string;
  /** ISO 8601 with a zone. */
  startsAt: string;
  /** Needed when it is resolved. */
  endsAt?: string;
  /** `alertname` names it; `bulkhead_alert` names an alert of the catalogue; `priority` is P0 or P1 for others. */
  labels: Readonly<Record<string, string>>;
  /** `summary` is shown as its title where the catalogue has none. */
  annotations?: Readonly<Record<string, string>>;
  /** Where to look: http or https. */
  generatorURL?: string;
}

/** Body of `POST /v1/alerts`. One alert that makes no sense refuses all of it: nothing is half taken. */
export interface ReportedAlerts {
  alerts: readonly ReportedAlert[];
  /** An exercise: shown as one. */
  drill?: boolean;
  /** The system itself says so at once, without waiting for a scrape. */
  push?: boolean;
}

/** Body of `POST /v1/heartbeat`: silent for two minutes, its pipeline counts as dead. */
export interface ReportedHeartbeat {
  /** Name of the pipeline, 1 to 200 visible characters. */
  heartbeat: string;
}

/** Given after the commit, never before. */
export interface StoredAnswer {
  stored: true;
}
