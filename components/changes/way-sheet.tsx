// How the sheet of a change looks by the way it moves the venue: its tone, and the words beside its title.
import { Chip } from '#components/ui/chip.tsx';
import { WAY_WORDS, type Way } from './direction-mark.tsx';

/** Props of `Sheet`. */
export function waySheet(way: Way) {
  if (way === 'none') return { tone: 'plain', badge: null } as const;
  const safe = way === 'reducing';
  return {
    tone: safe ? 'safe' : 'raise',
    badge: <Chip tone={safe ? 'safe' : 'risk'}>{WAY_WORDS[way]}</Chip>,
  } as const;
}
