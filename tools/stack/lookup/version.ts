/** The first version in a program's answer: "postgres (PostgreSQL) 15.18 (Debian …)" → "15.18". */
export function versionIn(text: string): string | undefined {
  return /\d+(?:\.\d+)+|\d+/.exec(text)?.[0];
}

/** Compares number by number; a missing one counts as 0. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, want] = [version, least].map((text) => text.split('.').map(Number));
  for (let i = 0; i < want!.length; i++) {
    const difference = (have![i] ?? 0) - want![i]!;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Java up to 8 called itself 1.8: → "8". */
export function javaMajor(version: string): string {
  const [first, second] = version.split('.');
  return (first === '1' && second) || first!;
}
