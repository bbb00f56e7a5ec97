// The ways through a procedure: which option of each choose step a run takes.
import type { Procedure } from '#lib/catalog/procedure-types.ts';

/** The option of each choose step, by its key. */
export type Way = Readonly<Record<string, string>>;

/** Every combination of the options that something depends on; those that nothing depends on take turns. */
export function waysOf({ stages }: Procedure): Way[] {
  const steps = stages.flatMap((stage) => stage.steps);
  const deciding = new Set([...stages, ...steps].flatMap(({ when }) => when?.step ?? []));
  let ways: Way[] = [{}];
  for (const step of steps) {
    if (step.kind !== 'choose') continue;
    const { key, options } = step;
    ways = deciding.has(key)
      ? ways.flatMap((way) => options.map((option) => ({ ...way, [key]: option.key })))
      : ways.map((way, turn) => ({ ...way, [key]: options[turn % options.length]?.key ?? '' }));
  }
  return ways;
}
