// How long something lasts from now, in the units that a person says; rounded up, so that it is never over before its words are.

const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];

/** `40 s`, `25 min`, `2 h 5 min`, `3 d 4 h`. */
export function remainingWords(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  if (left < MINUTE) return `${left} s`;
  const minutes = Math.ceil(left / MINUTE);
  if (minutes < DAY / MINUTE) return pair(minutes, HOUR / MINUTE, 'h', 'min');
  return pair(Math.ceil(left / HOUR), DAY / HOUR, 'd', 'h');
}

function pair(small: number, inOne: number, bigName: string, smallName: string): string {
  const [big, rest] = [Math.floor(small / inOne), small % inOne];
  if (big === 0) return `${rest} ${smallName}`;
  return rest === 0 ? `${big} ${bigName}` : `${big} ${bigName} ${rest} ${smallName}`;
}
