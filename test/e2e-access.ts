// What every screen is held to: WCAG 2.2 AA by axe in both themes, and no scrolling sideways.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * In one document, where there are no frames to put together: no second page for each look. All that is asked for is
 * looked at; only violations are told in full, not the thousands of elements that are as they should be.
 */
const axeOf = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();

/** The page as it stands in this theme; what it finds, and the colour of its words. */
async function look(page: Page, colorScheme: 'dark' | 'light', axe: AxeBuilder) {
  // Motion is off: axe must not measure colours half-way through a fade.
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const { violations } = await axe.analyze();
  return {
    found: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`),
    ink: await page.evaluate(() => getComputedStyle(document.body).color),
  };
}

/** All rules in the dark; in the light only those of colour, because the rest is the same page. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const light = await look(page, 'light', axeOf(page).withRules(['color-contrast']));
  const dark = await look(page, 'dark', axeOf(page).withTags(TAGS));
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
