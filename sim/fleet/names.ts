// The instances of the venue, named like real services.

const FIRST: readonly (readonly [service: string, count: number])[] = [
  ['router', 4],
  ['matching', 3],
  ['hedger', 2],
  ['liquidator', 2],
  ['withdrawals', 1],
  ['risk', 1],
  ['gateway', 1],
];
/** A small venue keeps the first of each of these before it doubles any. */
const KEPT = ['router', 'hedger', 'withdrawals', 'risk', 'gateway'];

export interface InstanceName {
  id: string;
  service: string;
}

function named(service: string, number: number): InstanceName {
  return { id: `${service}-${String(number).padStart(2, '0')}`, service };
}

/** `count` instances, at least one: the usual 14, fewer of the doubled ones, or more routers. */
export function instanceNames(count: number): InstanceName[] {
  const usual = FIRST.flatMap(([service, of]) =>
    Array.from({ length: of }, (_, index) => named(service, index + 1)),
  );
  const isKept = ({ id, service }: InstanceName) => KEPT.includes(service) && id.endsWith('-01');
  const byNeed = [...usual.filter(isKept), ...usual.filter((name) => !isKept(name))];
  const chosen = new Set(byNeed.slice(0, count));
  const more = Array.from({ length: Math.max(0, count - usual.length) }, (_, index) =>
    named('router', 5 + index),
  );
  return [...usual.filter((name) => chosen.has(name)), ...more];
}
