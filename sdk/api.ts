// What a trading service sees of the SDK: its options, reads and events.

import type { Dispatcher } from 'undici';
import type { Figures, InstanceMode } from '#lib/contract/edge.ts';
import type { SwitchName, SwitchValues } from '#lib/contract/matrix.generated.ts';
import type { Snapshot } from '#lib/contract/snapshot.ts';

export interface BulkheadOptions {
  /** Base addresses of edges, most preferred first; the next one is used when one fails. */
  edges: readonly string[];
  /** API key with scope `switches:read`. */
  apiKey: string;
  /** What this process is (`router`) and which one (`router-01`); the id is unique in the fleet. */
  service: string;
  instanceId: string;
  version?: string;
  /** Where the last-known-good copy is kept; without it a restart begins empty. One file for each instance. */
  file?: string;
  /** Asked for at each report. Counters only grow; gauges as they are. */
  figures?: () => Figures | undefined;
  onChange?: (change: Change) => void;
  /** Hears of everything that went wrong and was survived. */
  onTrouble?: (error: Error) => void;
  /** Own undici dispatcher: proxies, TLS with client certificates, tests. It stays the caller's to close. */
  dispatcher?: Dispatcher;
}

/** The values that reads give have changed: by a revision, or because contact was lost or came back. */
export interface Change {
  epoch: number;
  revision: number;
  mode: InstanceMode;
  /** Names of the switches whose value or override is another one now. */
  changed: readonly string[];
}

export interface Status {
  mode: InstanceMode;
  epoch: number;
  revision: number;
  /** Switches at their safe value because contact is lost. */
  fallen: readonly string[];
  /** Switches the edge sent in a form this build cannot use: they read as their safe value. */
  unusable: readonly string[];
  /** Id of an emergency stop pressed at an edge that lies over the values; undefined when there is none. */
  stopped: string | undefined;
  edge: string;
  connected: boolean;
  /** Age of the edge's own data in ms by its last heartbeat; grows while its database is away. */
  edgeDataAgeMs: number | undefined;
  lastTrouble: string | undefined;
}

/** A value, where it comes from, and how far it may be trusted. */
export interface Reading<V> {
  value: V;
  /** The override of the symbol, the value of the venue, or the switch's safe value for want of one to trust. */
  from: 'override' | 'venue' | 'safe';
  mode: InstanceMode;
  epoch: number;
  revision: number;
}

export interface Bulkhead {
  /** The value that holds now, for the symbol where it has an override. Never throws, never waits. */
  get<N extends SwitchName>(name: N, symbol?: string): SwitchValues[N];
  /** The same, and where it comes from. */
  read<N extends SwitchName>(name: N, symbol?: string): Reading<SwitchValues[N]>;
  /** All values as reads give them; position 0.0 while empty. */
  snapshot(): Snapshot;
  mode(): InstanceMode;
  /** False while this instance has never known any values: it must not open positions. */
  mayOpen(): boolean;
  status(): Status;
  /** Calls the listener until the function it answers is called. What a listener throws is swallowed and noted. */
  on(event: 'change', listener: (change: Change) => void): () => void;
  on(event: 'mode', listener: (mode: InstanceMode) => void): () => void;
  /** Says goodbye to the edge, keeps the copy on disk and stops; takes about a second at most. */
  close(): Promise<void>;
}
