// What every screen is held to: WCAG 2.2 AA by axe in both themes, and no scrolling sideways.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  nodes: readonly { target: unknown }[];
}

interface Axe {
  run(root: Document, how: object): Promise<{ violations: readonly Violation[] }>;
}

/** Only violations are told in full, not the thousands of elements that are as they should be. */
const TOLD = { resultTypes: ['violations' as const] };

/** In one document, where there are no frames to put together: no second page for it. */
async function contrast(page: Page): Promise<readonly Violation[]> {
  const axe = new AxeBuilder({ page }).options({ ...TOLD }).setLegacyMode();
  return (await axe.withRules(['color-contrast']).analyze()).violations;
}

/** By the axe that the look before has left in the document: to bring it in costs as much as to look. */
function everyRule(page: Page): Promise<readonly Violation[]> {
  return page.evaluate(
    async (options) => {
      const axe: Axe = Reflect.get(window, 'axe');
      const { violations } = await axe.run(document, options);
      return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) }));
    },
    { ...TOLD, runOnly: { type: 'tag', values: TAGS } },
  );
}

/** The page as it stands in this theme; what is found, and the colour of its words. */
async function look(
  page: Page,
  colorScheme: 'dark' | 'light',
  rules: (page: Page) => Promise<readonly Violation[]>,
) {
  // Motion is off: axe must not measure colours half-way through a fade.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const violations = await rules(page);
  return {
    found: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`),
    ink: await page.evaluate(() => getComputedStyle(document.body).color),
  };
}

/** All rules in the dark; in the light only those of colour, because the rest is the same page. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const light = await look(page, 'light', contrast);
  const dark = await look(page, 'dark', everyRule);
  expect.soft(light.found, `${what}, light`).toEqual([]);
  expect.soft(dark.found, `${what}, dark`).toEqual([]);
  expect(light.ink, 'both themes were looked at').not.toBe(dark.ink);
}

/** Nothing reaches past the right edge. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const [whole, seen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect.soft(whole, `${what} is as wide as the window`).toBeLessThanOrEqual(seen ?? 0);
}

/** At a desk only what is beside the bars scrolls: the page itself is never longer than the window, and blank below. */
export async function expectPageStays(page: Page, what: string): Promise<void> {
  const [whole, seen] = await page.evaluate(() => [
    document.documentElement.scrollHeight,
    document.documentElement.clientHeight,
  ]);
  expect.soft(whole, `${what} is as high as the window`).toBeLessThanOrEqual(seen ?? 0);
}
