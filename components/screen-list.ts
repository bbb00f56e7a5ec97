// The screens that exist, in the order of the side bar, each with its address and its chord.
import {
  BookOpen,
  Gauge,
  KeyRound,
  type LucideIcon,
  RotateCcw,
  ScrollText,
  Server,
  SlidersHorizontal,
  Users,
} from 'lucide-react';

export interface ScreenEntry {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Second key after `G`. */
  key: string;
  /** The side bar draws a line between the groups; the tab bar of phones shows the first five of all. */
  group: 'main' | 'more';
}

export const SCREENS: readonly ScreenEntry[] = [
  { href: '/now', label: 'Now', icon: Gauge, key: 'n', group: 'main' },
  { href: '/switches', label: 'Switches', icon: SlidersHorizontal, key: 's', group: 'main' },
  { href: '/rollback', label: 'Rollback', icon: RotateCcw, key: 'r', group: 'main' },
  { href: '/audit', label: 'Audit', icon: ScrollText, key: 'l', group: 'main' },
  { href: '/instances', label: 'Instances', icon: Server, key: 'i', group: 'more' },
  { href: '/manual', label: 'Manual', icon: BookOpen, key: 'm', group: 'more' },
  { href: '/people', label: 'People', icon: Users, key: 'p', group: 'more' },
  { href: '/keys', label: 'Keys', icon: KeyRound, key: 'k', group: 'more' },
];

/** Whether a path belongs to a screen. */
export function isOn(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
