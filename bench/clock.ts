// The clock that all processes of the bench share.

/** Monotonic ms of this machine, the same in every process, so that one may start the watch and another stop it. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
