// What the package @bulkhead/sdk offers at its root: a package has one door, inside this repository files are imported by name.
export type { Figures, InstanceMode } from '#lib/contract/edge.ts';
export type {
  BreakerReport,
  CommandEvent,
  CommandProgress,
  PositionReport,
} from '#lib/contract/executors.ts';
export type { SwitchName, SwitchValues } from '#lib/contract/matrix.generated.ts';
export type { Snapshot } from '#lib/contract/snapshot.ts';
export type { Bulkhead, BulkheadOptions, Change, Reading, Status } from './api.ts';
export { createBulkhead } from './client.ts';
export { createExecutor, type Executor, type ExecutorOptions, type ExecutorState } from './executor.ts';
