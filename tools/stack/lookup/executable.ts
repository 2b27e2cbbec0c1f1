import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of the first executable of one of these names on PATH, links resolved. */
export function findExecutable(names: string[], path = process.env.PATH ?? ''): string | undefined {
  const candidates = names.flatMap((name) => path.split(delimiter).map((folder) => join(folder || '.', name)));
  const found = candidates.find(isExecutable);
  return found && realpathSync(found);
}

/** Whether it is a file that this process may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
