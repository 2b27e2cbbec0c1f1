import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { filledOnce } from '../../lookup/cache.ts';
import { run } from '../../processes/run.ts';

/** Who runs the server when that is not the user who started it. */
export interface Account {
  uid: number;
  gid: number;
}

const UNPRIVILEGED = ['postgres', 'nobody'];

/**
 * PostgreSQL refuses to run as root: then somebody without rights does it, the owner of the data when there is some.
 * Undefined for an ordinary user, who simply runs it.
 */
export async function serverAccount(dataFolder: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = existsSync(dataFolder) ? statSync(dataFolder) : undefined;
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : unprivilegedAccount();
}

/** The account that serves new data; undefined for an ordinary user. */
export async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of UNPRIVILEGED) {
    const account = await accountNamed(name);
    if (account) return account;
  }
  throw new Error(
    `PostgreSQL does not run as root: add an account named ${UNPRIVILEGED.join(' or ')}, or use another user.`,
  );
}

async function accountNamed(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((option) => run('id', [option, name]).catch(() => undefined)));
  return uid && gid ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

/**
 * A folder for data that the account can reach: inside the stack's own folder, or, when a closed folder lies above
 * that (a clone in root's home), one of root's under the temporary folder, always the same for the same stack.
 */
export function reachableFolder(folder: string, account: Account | undefined): string {
  if (!account || canReach(folder, account)) return folder;
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return openFolder(join(ownTemporaryFolder(account), key));
}

/** A program of a versioned folder of ours, or its copy where the account can reach it. */
export async function reachableProgram(program: string, account: Account | undefined): Promise<string> {
  if (!account || canReach(dirname(program), account)) return program;
  const folder = dirname(dirname(program));
  const copy = await filledOnce(join(ownTemporaryFolder(account), basename(folder)), async (partial) => {
    await cp(folder, partial, { recursive: true, verbatimSymlinks: true });
    // The umask may have closed the copy again.
    await run('chmod', ['-R', 'a+rX', partial]);
  });
  return join(copy, basename(dirname(program)), basename(program));
}

/** Others can write to the temporary folder: what lies there under our name is used only when it is ours. */
function ownTemporaryFolder(account: Account): string {
  const folder = join(tmpdir(), `billing-workflows-${process.getuid?.()}`);
  mkdirSync(folder, { recursive: true });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else.`);
  openFolder(folder);
  if (!canReach(folder, account))
    throw new Error(`PostgreSQL's account cannot reach ${tmpdir()}: set TMPDIR to a folder that is open to all.`);
  return folder;
}

/** Made when it is not there; others may pass whatever the umask says, but see no names in it. */
function openFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  return folder;
}

/** Whether every existing folder on the way lets the account pass. */
export function canReach(path: string, account: Account): boolean {
  const parent = dirname(path);
  const passes = !existsSync(path) || letsPass(statSync(path), account);
  return passes && (parent === path || canReach(parent, account));
}

/** The system looks at one class only: the owner's, else the group's, else everybody's. */
export function letsPass(folder: { mode: number; uid: number; gid: number }, { uid, gid }: Account): boolean {
  const bit = folder.uid === uid ? 0o100 : folder.gid === gid ? 0o010 : 0o001;
  return (folder.mode & bit) !== 0;
}

/** Gives the files to the account; nothing to do for an ordinary user. */
export function giveTo(account: Account | undefined, path: string): void {
  if (account) chownSync(path, account.uid, account.gid);
}
