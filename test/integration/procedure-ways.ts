// The ways through a procedure: which option of each choose step a run takes.
import type { Procedure } from '#lib/catalog/procedure-types.ts';

/** The option of each choose step, by its key. */
export type Way = Readonly<Record<string, string>>;

/** Every combination of the options that something depends on; those that nothing depends on take turns. */
export function waysOf({ stages }: Procedure): Way[] {
  const steps = stages.flatMap((stage) => stage.steps);
  const deciding = new Set([...stages, ...steps].flatMap(({ when }) => when?.step ?? []));
  const chooses = steps.flatMap((step) => (step.kind === 'choose' ? [step] : []));
  let ways: Record<string, string>[] = [{}];
  for (const { key, options } of chooses.filter((choose) => deciding.has(choose.key)))
    ways = ways.flatMap((way) => options.map((option) => ({ ...way, [key]: option.key })));
  const most = Math.max(ways.length, ...chooses.map(({ options }) => options.length));
  return Array.from({ length: most }, (_, turn) => ({
    ...Object.fromEntries(
      chooses.map(({ key, options }) => [key, options[turn % options.length]?.key ?? '']),
    ),
    ...ways[turn % ways.length],
  }));
}
