// The screens that exist, in the order of the side bar, each with its address and its chord.
import {
  Bird,
  BookOpen,
  ChartCandlestick,
  ClipboardList,
  Gauge,
  KeyRound,
  Layers,
  type LucideIcon,
  PenLine,
  PhoneCall,
  RotateCcw,
  ScrollText,
  Server,
  Siren,
  SlidersHorizontal,
  Split,
  Users,
  Wallet,
} from 'lucide-react';

export interface ScreenEntry {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Second key after `G`. */
  key: string;
  /** The side bar draws a line between the groups. */
  group: 'main' | 'more';
  /** What the tab bar of phones calls it; screens without one are reached through the palette there. */
  tab?: string;
  /** A screen of phones: on a desk the same stands on Now and in every header. */
  phone?: true;
}

export const SCREENS: readonly ScreenEntry[] = [
  { href: '/now', label: 'Now', icon: Gauge, key: 'n', group: 'main', tab: 'Now' },
  { href: '/alerts', label: 'Alerts', icon: Siren, key: 'a', group: 'main', tab: 'Alerts' },
  { href: '/switches', label: 'Switches', icon: SlidersHorizontal, key: 's', group: 'main' },
  { href: '/levels', label: 'Level', icon: Layers, key: 'd', group: 'main', tab: 'Level', phone: true },
  { href: '/withdrawals', label: 'Withdrawals', icon: Wallet, key: 'w', group: 'main', tab: 'Withdraw' },
  { href: '/approvals', label: 'Approvals', icon: PenLine, key: 'v', group: 'main', tab: 'Sign' },
  { href: '/canary', label: 'Canary', icon: Bird, key: 'c', group: 'main' },
  { href: '/rollback', label: 'Rollback', icon: RotateCcw, key: 'r', group: 'main' },
  { href: '/incidents', label: 'Incidents', icon: ClipboardList, key: 'e', group: 'main' },
  { href: '/audit', label: 'Audit', icon: ScrollText, key: 'l', group: 'main' },
  { href: '/on-call', label: 'On call', icon: PhoneCall, key: 'h', group: 'more' },
  { href: '/releases', label: 'Releases', icon: Split, key: 'y', group: 'more' },
  { href: '/positions', label: 'Positions', icon: ChartCandlestick, key: 'o', group: 'more' },
  { href: '/instances', label: 'Instances', icon: Server, key: 'i', group: 'more' },
  { href: '/manual', label: 'Manual', icon: BookOpen, key: 'm', group: 'more' },
  { href: '/people', label: 'People', icon: Users, key: 'p', group: 'more' },
  { href: '/keys', label: 'Keys', icon: KeyRound, key: 'k', group: 'more' },
];

/** The emergency stop: no part of the daily work, so not among the screens; every screen leads to it while one holds. */
export const STOP_HREF = '/stop';

/** Whether a path belongs to a screen. */
export function isOn(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}
