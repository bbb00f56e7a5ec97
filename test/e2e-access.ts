// What every screen is held to: WCAG 2.2 AA by axe, and no scrolling sideways.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** All rules in the dark; in the light only those of colour, because the rest is the same page. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const light = await page.evaluate(() => matchMedia('(prefers-color-scheme: light)').matches);
  const axe = new AxeBuilder({ page });
  const { violations } = await (light ? axe.withRules(['color-contrast']) : axe.withTags(TAGS)).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' | ')}`);
  expect.soft(found, what).toEqual([]);
}

/** Nothing reaches past the right edge. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const [whole, seen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect.soft(whole, `${what} is as wide as the window`).toBeLessThanOrEqual(seen ?? 0);
}
