// Who is on call when: shifts of the day, each with people who take turns by the week, and overrides that come before it.
import { dayAfter, daysBetween, localDay, momentOf } from './zone-time.ts';

export interface Shift {
  name: string;
  /** Local time at which it begins, such as 08:00; it lasts until the next one begins. */
  from: string;
  /** Ids, in the order in which they take turns; each has the shift for a week. */
  people: readonly string[];
}

export interface Rota {
  /** IANA name: hand-overs follow the clock on that wall, summer and winter. */
  timeZone: string;
  /** A day, such as 2026-11-30, from which weeks are counted: the first person of each shift begins on it. */
  firstDay: string;
  /** By `from`. */
  shifts: readonly Shift[];
}

export interface Override {
  id: string;
  personId: string;
  from: Date;
  until: Date;
}

/** A stretch of time in which the same person is on call for the same reason. */
export interface Stretch {
  from: Date;
  until: Date;
  /** Nobody while there is no rota. */
  personId: string | null;
  shift: string | null;
  overrideId: string | null;
}

const DAY_MS = 86_400_000;
/** No shift of one person is looked at further than this: a rota of one person never ends. */
const LOOK_MS = 15 * DAY_MS;

function turnOf(people: readonly string[], week: number): string | null {
  return people[((week % people.length) + people.length) % people.length] ?? null;
}

/** Every shift of the days round a span, in order, without gaps. */
function shiftsRound(rota: Rota, from: Date, until: Date): Stretch[] {
  const { timeZone, firstDay, shifts } = rota;
  const [first, last] = [dayAfter(localDay(from, timeZone), -1), dayAfter(localDay(until, timeZone), 1)];
  const begun: { at: Date; personId: string | null; shift: string }[] = [];
  for (let day = first; day <= last; day = dayAfter(day, 1)) {
    const week = Math.floor(daysBetween(firstDay, day) / 7);
    for (const { name, from: time, people } of shifts)
      begun.push({ at: momentOf(day, time, timeZone), personId: turnOf(people, week), shift: name });
  }
  return begun.slice(0, -1).map(({ at, personId, shift }, index) => ({
    ...{ from: at, until: begun[index + 1]?.at ?? at, personId, shift, overrideId: null },
  }));
}

function same(a: Stretch, b: Stretch): boolean {
  return a.personId === b.personId && a.shift === b.shift && a.overrideId === b.overrideId;
}

/** The stretches of a span, whole and in order: each moment of it belongs to exactly one. Overrides do not overlap. */
export function stretchesOf(
  rota: Rota | null,
  overrides: readonly Override[],
  from: Date,
  until: Date,
): Stretch[] {
  const shifts = rota && rota.shifts.length > 0 ? shiftsRound(rota, from, until) : [];
  const edges = [from, until, ...shifts.map((one) => one.from)]
    .concat(overrides.flatMap((one) => [one.from, one.until]))
    .map((at) => at.getTime())
    .filter((at) => at >= from.getTime() && at <= until.getTime());
  const moments = [...new Set(edges)].sort((a, b) => a - b);
  const stretches: Stretch[] = [];
  moments.slice(0, -1).forEach((begin, index) => {
    const covers = (one: { from: Date; until: Date }) =>
      one.from.getTime() <= begin && begin < one.until.getTime();
    const override = overrides.find(covers);
    const shift = shifts.find(covers);
    const piece: Stretch = {
      from: new Date(begin),
      until: new Date(moments[index + 1] ?? begin),
      personId: override?.personId ?? shift?.personId ?? null,
      shift: shift?.shift ?? null,
      overrideId: override?.id ?? null,
    };
    const before = stretches.at(-1);
    if (before && same(before, piece)) stretches[stretches.length - 1] = { ...before, until: piece.until };
    else stretches.push(piece);
  });
  return stretches;
}

/** The stretch that holds at a moment: who is on call, since when and until when. */
export function onCallAt(rota: Rota | null, overrides: readonly Override[], at: Date): Stretch {
  const [from, until] = [new Date(at.getTime() - LOOK_MS), new Date(at.getTime() + LOOK_MS)];
  const now = stretchesOf(rota, overrides, from, until).find((one) => one.from <= at && at < one.until);
  return now ?? { from: at, until: at, personId: null, shift: null, overrideId: null };
}

/** Overrides of the same time would leave it open who is on call. */
export function overlapping(
  overrides: readonly Override[],
  span: { from: Date; until: Date },
): Override | undefined {
  return overrides.find((one) => one.from < span.until && span.from < one.until);
}
